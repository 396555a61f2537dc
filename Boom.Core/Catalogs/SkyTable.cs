using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>A sky table, read through a memory map.</summary>
public sealed class SkyTable : IDisposable
{
    /// <summary>What stands in the header.</summary>
    public SkyTableHeader Header => throw new NotSupportedException();

    public static SkyTable Open(string path) => throw new NotSupportedException(path);
    public int FindCone(SkyPosition centre, double radiusArcsec, SkyHits hits) => throw new NotSupportedException();
    public SkyPosition PositionOf(long row) => throw new NotSupportedException();
    public int ColumnOf(string name) => throw new NotSupportedException();
    public bool IsNull(int column, long row) => throw new NotSupportedException();
    public bool GetBool(int column, long row) => throw new NotSupportedException();
    public int GetInt32(int column, long row) => throw new NotSupportedException();
    public long GetInt64(int column, long row) => throw new NotSupportedException();
    public float GetFloat32(int column, long row) => throw new NotSupportedException();
    public double GetFloat64(int column, long row) => throw new NotSupportedException();
    public ReadOnlySpan<byte> GetString(int column, long row) => throw new NotSupportedException();
    public bool TryGetNumber(int column, long row, out double value) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
