using System.Text;
using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs;

public sealed class SkyTableColumnTests : IDisposable
{
    static readonly SkyColumn[] Columns =
    [
        new("flag", SkyColumnType.Bool, null, "true or false"), new("n", SkyColumnType.Int32, "count"), new("source_id", SkyColumnType.Int64),
        new("mag", SkyColumnType.Float32, "mag", "brightness, \"AB\" — ünïcode"), new("z", SkyColumnType.Float64), new("名前", SkyColumnType.String),
        new("type", SkyColumnType.String), new("full", SkyColumnType.Float64),
    ];

    static readonly string[] Texts = ["", "a", "NGC 4258", "\0", "ünï𝔠ödé\u0301", "👩‍🚀🏳️‍🌈", "\uFEFFbom", "\u202Eright", new('x', 65_536), string.Concat(Enumerable.Repeat("𝄞", 16_384))];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(500, 8 << 20, false)]
    [InlineData(500, 8 << 20, true)]
    [InlineData(2500, 0, false)]
    public void Table_EveryTypeWithNulls_ReadsAsWritten(int count, long memoryBytes, bool wide)
    {
        var random = new Random(count);
        var rows = Enumerable.Range(0, count).Select(_ => Values.Make(random)).ToArray();
        using var table = Build(rows, memoryBytes, wide);
        var sorted = TestTables.Order([.. rows.Select(row => row.Position)]).Select(place => rows[place]).ToArray();
        for (var row = 0; row < count; row++)
            AssertSame(sorted[row], table, row);
    }

    [Fact]
    public void Header_OfATable_SaysWhatTheBuilderWasTold()
    {
        var description = new SkyTableDescription("Gaia_DR3", "DR3, 2022-06-13", "https://example.org/ä", new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)))
        {
            IdColumn = "source_id",
            Properties = new Dictionary<string, string> { ["owner"] = "jane", ["radiusArcsec"] = "2" },
        };
        var path = SkyTableFiles.PathOf(_folder.Path, "Gaia_DR3");
        using var builder = new SkyTableBuilder(description, Columns, new() { TempFolder = _folder.Path });
        var built = builder.Complete(path, null, CancellationToken.None);
        using var table = SkyTable.Open(path);
        Assert.Equal(Columns, table.Header.Columns);
        Assert.Equal(description with { Properties = table.Header.Description.Properties }, table.Header.Description);
        Assert.Equal(description.Properties, table.Header.Description.Properties);
        Assert.Equal((built.RowCount, built.FileBytes, built.Checksum), (table.Header.RowCount, table.Header.FileBytes, table.Header.Checksum));
        Assert.Equal(new FileInfo(path).Length, table.Header.FileBytes);
    }

    [Fact]
    public void ColumnOf_RaAndDec_ReadThePosition()
    {
        using var table = Build([Values.Make(new Random(1)) with { Position = new(12.25, -3.5) }]);
        Assert.Equal(12.25, table.GetFloat64(table.ColumnOf("ra"), 0));
        Assert.True(table.TryGetNumber(table.ColumnOf("dec"), 0, out var dec));
        Assert.Equal(-3.5, dec);
        Assert.False(table.IsNull(table.ColumnOf("ra"), 0));
        Assert.Equal(SkyColumnType.Float64, table.TypeOf(table.ColumnOf("dec")));
        Assert.Equal(-1, table.ColumnOf("RA"));
        Assert.Equal(3, table.ColumnOf("mag"));
    }

    [Fact]
    public void Get_ColumnOfAnotherType_IsRefused()
    {
        using var table = Build([Values.Make(new Random(1))]);
        Assert.Throws<InvalidOperationException>(() => table.GetInt32(2, 0));
        Assert.Throws<InvalidOperationException>(() => table.GetFloat64(3, 0));
        Assert.Throws<InvalidOperationException>(() => _ = table.GetString(0, 0).Length);
        Assert.False(table.TryGetNumber(0, 0, out _));
        Assert.False(table.TryGetNumber(5, 0, out _));
    }

    [Theory]
    [InlineData(1, -1)]
    [InlineData(1, 1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(-1, 0)]
    [InlineData(10, 0)]
    public void Get_RowOrColumnThatIsNotThere_IsRefused(int column, long row)
    {
        using var table = Build([Values.Make(new Random(1))]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.GetInt32(column, row));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.IsNull(column, row));
    }

    [Fact]
    public void SetString_TooLongOrNotUtf8_IsRefused()
    {
        var row = new SkyRow(Columns);
        Assert.Contains("'type' was given 65,537 bytes", Assert.Throws<SkyTableException>(() => row.SetString(6, new byte[65_537])).Message);
        Assert.Contains("not UTF-8", Assert.Throws<SkyTableException>(() => row.SetString(6, [0xE9, 0x20])).Message);
        Assert.Throws<InvalidOperationException>(() => row.SetString(0, "a"u8));
    }

    [Fact]
    public void Row_SetAgainAndNull_CountsWhatCameLast()
    {
        var path = SkyTableFiles.PathOf(_folder.Path, "NED");
        using var builder = new SkyTableBuilder(TestTables.Describe(), Columns, new() { TempFolder = _folder.Path });
        var row = new SkyRow(Columns) { Position = new(1, 1) };
        row.SetString(6, "long text"u8);
        row.SetString(6, "ab"u8);
        row.SetInt32(1, 5);
        row.SetNull(1);
        row.SetFloat64(4, 1);
        row.SetFloat64(4, double.PositiveInfinity);
        row.SetFloat32(3, float.NaN);
        builder.Add(row);
        builder.Complete(path, null, CancellationToken.None);
        using var table = SkyTable.Open(path);
        Assert.Equal("ab"u8, table.GetString(6, 0));
        Assert.All([0, 1, 2, 3, 4, 5, 7], column => Assert.True(table.IsNull(column, 0)));
        Assert.Equal(0, table.GetInt32(1, 0));
    }

    SkyTable Build(Values[] rows, long memoryBytes = 8 << 20, bool wide = false)
    {
        var path = SkyTableFiles.PathOf(_folder.Path, "NED");
        using var builder = new SkyTableBuilder(TestTables.Describe(), Columns, new() { TempFolder = _folder.Path, MemoryBytes = memoryBytes, WideCounters = wide });
        var row = new SkyRow(Columns);
        foreach (var values in rows)
        {
            row.Clear();
            values.Put(row);
            builder.Add(row);
        }

        builder.Complete(path, null, CancellationToken.None);
        return SkyTable.Open(path);
    }

    static void AssertSame(Values expected, SkyTable table, long row)
    {
        Assert.Equal(expected.Position, table.PositionOf(row));
        Assert.Equal(expected.Flag, table.IsNull(0, row) ? null : table.GetBool(0, row));
        Assert.Equal(expected.N, table.IsNull(1, row) ? null : table.GetInt32(1, row));
        Assert.Equal(expected.Id, table.IsNull(2, row) ? null : table.GetInt64(2, row));
        Assert.Equal(expected.Mag, table.IsNull(3, row) ? null : table.GetFloat32(3, row));
        Assert.Equal(expected.Z, table.IsNull(4, row) ? null : table.GetFloat64(4, row));
        Assert.Equal(expected.Name, table.IsNull(5, row) ? null : Encoding.UTF8.GetString(table.GetString(5, row)));
        Assert.Equal(expected.Type, table.IsNull(6, row) ? null : Encoding.UTF8.GetString(table.GetString(6, row)));
        Assert.Equal(expected.Full, table.GetFloat64(7, row));
        Assert.Equal(expected.Id is null, !table.TryGetNumber(2, row, out var id));
        Assert.Equal((double)(expected.Id ?? 0), id);
    }

    sealed record Values(SkyPosition Position, bool? Flag, int? N, long? Id, float? Mag, double? Z, string? Name, string? Type, double Full)
    {
        public static Values Make(Random random) => new(
            RandomSky.Position(random), Maybe(random, random.Next(2) == 0), Maybe(random, random.Next(int.MinValue, int.MaxValue)),
            Maybe(random, random.NextInt64(long.MinValue, long.MaxValue)), Maybe(random, random.NextSingle()), Maybe(random, random.Next(20) == 0 ? -0.0 : random.NextDouble()),
            random.Next(3) == 0 ? null : Texts[random.Next(random.Next(30) == 0 ? Texts.Length : 8)], random.Next(3) == 0 ? null : Texts[random.Next(8)], random.NextDouble());

        public void Put(SkyRow row)
        {
            row.Position = Position;
            if (Flag is { } flag)
                row.SetBool(0, flag);
            if (N is { } n)
                row.SetInt32(1, n);
            if (Id is { } id)
                row.SetInt64(2, id);
            row.SetFloat32(3, Mag ?? float.NaN);
            row.SetFloat64(4, Z ?? double.NegativeInfinity);
            if (Name is not null)
                row.SetString(5, Encoding.UTF8.GetBytes(Name));
            if (Type is not null)
                row.SetString(6, Encoding.UTF8.GetBytes(Type));
            row.SetFloat64(7, Full);
        }

        static T? Maybe<T>(Random random, T value)
            where T : struct
            => random.Next(4) == 0 ? null : value;
    }
}
