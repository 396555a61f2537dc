using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Catalogs;

public sealed class SkyTableBuilderTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(5000)]
    public void Complete_RowsInAnyOrder_AreSortedByCellThenPositionThenArrival(int count)
    {
        var positions = Positions(count);
        using var table = TestTables.Build(_folder.Path, positions);
        AssertOrder(positions, table);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(250_000)]
    public void Complete_MoreRowsThanMemory_AreInTheSameOrder(int count)
    {
        // A buffer holds some 8,000 rows of this form, and four runs are merged at once: two passes and more.
        var positions = Positions(count);
        using var table = TestTables.Build(_folder.Path, positions, memoryBytes: 0);
        AssertOrder(positions, table);
    }

    [Fact]
    public void Complete_AllRowsAtOnePlace_KeepsEachInOrderOfArrival()
    {
        var positions = new SkyPosition[40_000];
        Array.Fill(positions, new(10, -20));
        using var table = TestTables.Build(_folder.Path, positions, memoryBytes: 0);
        AssertOrder(positions, table);
    }

    [Fact]
    public void Complete_RowsLargerThanTheBuffer_AreKept()
    {
        SkyColumn[] columns = [.. Enumerable.Range(0, 20).Select(i => new SkyColumn($"text{i}", SkyColumnType.String))];
        using var builder = new SkyTableBuilder(TestTables.Describe(), columns, new() { TempFolder = _folder.Path, MemoryBytes = 1 });
        var row = new SkyRow(columns);
        var text = new byte[65_536];
        for (var i = 0; i < 5; i++)
        {
            row.Clear();
            row.Position = new(350 - i, i);
            text.AsSpan().Fill((byte)('a' + i));
            for (var column = 0; column < columns.Length; column++)
                row.SetString(column, text);
            builder.Add(row);
        }

        var path = SkyTableFiles.PathOf(_folder.Path, "NED");
        builder.Complete(path, null, CancellationToken.None);
        using var table = SkyTable.Open(path);
        for (long at = 0; at < 5; at++)
        {
            var letter = (byte)('a' + (int)table.PositionOf(at).DecDegrees);
            for (var column = 0; column < columns.Length; column++)
                Assert.Equal(-1, table.GetString(column, at).IndexOfAnyExcept(letter));
            Assert.Equal(65_536, table.GetString(7, at).Length);
        }
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(360, 0)]
    [InlineData(-0.1, 0)]
    [InlineData(0, 90.1)]
    public void Add_InvalidPosition_IsRefusedAndTheTableGoesOn(double ra, double dec)
    {
        using var builder = TestTables.Fill(_folder.Path, [new(1, 1)]);
        var row = new SkyRow(TestTables.PlaceColumn) { Position = new(ra, dec) };
        Assert.Contains("row 2 has no valid position", Assert.Throws<SkyTableException>(() => builder.Add(row)).Message);
        Assert.Equal(1, builder.Complete(SkyTableFiles.PathOf(_folder.Path, "NED"), null, CancellationToken.None).RowCount);
    }

    [Fact]
    public void Add_RowOfOtherColumns_IsRefused()
    {
        using var builder = TestTables.Fill(_folder.Path, []);
        Assert.Throws<ArgumentException>(() => builder.Add(new SkyRow([new("place", SkyColumnType.Int64)])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("Ä")]
    public void Builder_NameThatIsNone_IsRefused(string name)
        => Assert.Contains("is no name of a table", Refusal(TestTables.Describe(name), TestTables.PlaceColumn));

    [Theory]
    [InlineData("ra")]
    [InlineData("dec")]
    [InlineData("z")]
    [InlineData("")]
    public void Builder_ColumnNameTakenOrEmpty_IsRefused(string name)
        => Assert.Contains($"'{name}'", Refusal(TestTables.Describe(), [new("z", SkyColumnType.Float32), new(name, SkyColumnType.Float32)]));

    [Fact]
    public void Builder_IdColumnThatIsNotThere_IsRefused()
        => Assert.Contains("no column 'id'", Refusal(TestTables.Describe() with { IdColumn = "id" }, TestTables.PlaceColumn));

    [Fact]
    public void Builder_FolderThatCannotBe_IsOneSentence()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var fault = Assert.Throws<SkyTableException>(() => TestTables.Fill(Path.Combine(file, "folder"), []));
        Assert.Contains("NED cannot be built in", fault.Message);
    }

    [Fact]
    public void Complete_FolderThatIsNotThere_IsOneSentenceAndLeavesNothing()
    {
        using var builder = TestTables.Fill(_folder.Path, Positions(30_000), memoryBytes: 0);
        var fault = Assert.Throws<SkyTableException>(() => builder.Complete(Path.Combine(_folder.Path, "none", "NED.sky"), null, CancellationToken.None));
        Assert.Contains("NED cannot be built in", fault.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Fault_DiskFull_SaysSo()
    {
        var full = new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
        Assert.Equal("Table NED cannot be built: the disk of /data is full; make room there or take another folder.", SkyTableBuilder.Fault("NED", "/data", full).Message);
    }

    [Fact]
    public void Complete_Cancelled_LeavesNothing()
    {
        using var builder = TestTables.Fill(_folder.Path, Positions(60_000), memoryBytes: 0);
        using var source = new CancellationTokenSource();
        var progress = new Immediate(share =>
        {
            if (share > 0.3)
                source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => builder.Complete(SkyTableFiles.PathOf(_folder.Path, "NED"), progress, source.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Complete_Progress_RisesToOne()
    {
        var shares = new List<double>();
        using var builder = TestTables.Fill(_folder.Path, Positions(30_000));
        builder.Complete(SkyTableFiles.PathOf(_folder.Path, "NED"), new Immediate(shares.Add), CancellationToken.None);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    static SkyPosition[] Positions(int count)
    {
        var random = new Random(count);
        var positions = new SkyPosition[count];
        for (var i = 0; i < count; i++)
            positions[i] = i % 3 == 2 ? positions[random.Next(i)] : RandomSky.Position(random);
        return positions;
    }

    static void AssertOrder(SkyPosition[] positions, SkyTable table)
    {
        var order = TestTables.Order(positions);
        Assert.Equal(positions.Length, table.RowCount);
        var read = new SkyPosition[777];
        long row = 0;
        for (int count; (count = table.ReadPositions(row, read)) > 0; row += count)
        {
            for (var i = 0; i < count; i++)
            {
                if (table.GetInt32(0, row + i) != order[row + i] || read[i] != positions[order[row + i]])
                    Assert.Fail($"Row {row + i} is {table.GetInt32(0, row + i)} and not {order[row + i]}.");
            }
        }

        Assert.Equal(positions.Length, row);
    }

    string Refusal(SkyTableDescription description, SkyColumn[] columns)
        => Assert.Throws<SkyTableException>(() => new SkyTableBuilder(description, columns, new() { TempFolder = _folder.Path })).Message;

    sealed class Immediate(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
