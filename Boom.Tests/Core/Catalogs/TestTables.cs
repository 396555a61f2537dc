using Boom.Core.Catalogs;
using Boom.Core.Sky;

namespace Boom.Tests.Core.Catalogs;

/// <summary>Small tables for tests; a row's only column is the place it came in at.</summary>
static class TestTables
{
    public static readonly SkyColumn[] PlaceColumn = [new("place", SkyColumnType.Int32)];

    public static SkyTableDescription Describe(string name = "NED", string version = "1") => new(name, version, "a test", DateTimeOffset.UnixEpoch);

    /// <summary>Builds and opens.</summary>
    public static SkyTable Build(string folder, IReadOnlyList<SkyPosition> positions, string name = "NED", long memoryBytes = 8 << 20, bool wide = false)
    {
        var path = SkyTableFiles.PathOf(folder, name);
        using var builder = Fill(folder, positions, name, memoryBytes: memoryBytes, wide: wide);
        builder.Complete(path, null, CancellationToken.None);
        return SkyTable.Open(path);
    }

    /// <summary>A builder with all rows added.</summary>
    public static SkyTableBuilder Fill(
        string folder, IReadOnlyList<SkyPosition> positions, string name = "NED", string version = "1", long memoryBytes = 8 << 20, bool wide = false)
    {
        var builder = new SkyTableBuilder(Describe(name, version), PlaceColumn, new() { TempFolder = folder, MemoryBytes = memoryBytes, WideCounters = wide });
        var row = new SkyRow(PlaceColumn);
        for (var i = 0; i < positions.Count; i++)
        {
            row.Clear();
            row.Position = positions[i];
            row.SetInt32(0, i);
            builder.Add(row);
        }

        return builder;
    }

    /// <summary>Places of rows in the order a table has them.</summary>
    public static int[] Order(IReadOnlyList<SkyPosition> positions)
        => [.. Enumerable.Range(0, positions.Count)
            .OrderBy(i => Healpix.Cell29(positions[i])).ThenBy(i => positions[i].RaDegrees).ThenBy(i => positions[i].DecDegrees).ThenBy(i => i)];
}
