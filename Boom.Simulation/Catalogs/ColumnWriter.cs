using Boom.Core.Catalogs;

namespace Boom.Simulation.Catalogs;

/// <summary>Fills the columns of a row from the first on.</summary>
/// <param name="row">The row; cleared.</param>
ref struct ColumnWriter(SkyRow row)
{
    int _column;

    public void Skip() => _column++;

    public void Bool(bool value) => row.SetBool(_column++, value);

    public void Int32(int value) => row.SetInt32(_column++, value);

    public void Int64(long value) => row.SetInt64(_column++, value);

    /// <summary>A number; null when it is NaN.</summary>
    public void Float32(double value) => row.SetFloat32(_column++, (float)value);

    /// <summary>A number; null when it is NaN.</summary>
    public void Float64(double value) => row.SetFloat64(_column++, value);

    public void Text(scoped ReadOnlySpan<byte> utf8) => row.SetString(_column++, utf8);
}
