using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>A random table through every format: the same rows.</summary>
public sealed class RoundTripTests : IDisposable
{
    const int Rows = 300;

    readonly CatalogFolder _folder = new();

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var format in new[] { "csv", "tsv", "ecsv", "fits", "parquet", "TABLEDATA", "BINARY", "BINARY2" })
            {
                for (var seed = 1; seed <= 3; seed++)
                    cases.Add(format, seed);
            }

            return cases;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Import_RandomTable_GivesItsRows(string format, int seed)
    {
        var table = TestTable.Random(new Random(seed), Rows);

        var account = _folder.Import(await WriteAsync(format, table));

        Assert.Empty(account.FirstRefusals);
        Assert.Equal(Rows, account.RowsAdded);
        Assert.Empty(account.SkippedColumns);
        var rows = CatalogFolder.Rows(account).OrderBy(row => row["id"]).ToArray();
        for (var i = 0; i < Rows; i++)
        {
            for (var column = 0; column < table.Columns.Count; column++)
                Assert.Equal(Expected(table.Rows[i][column], format), rows[i][table.Columns[column].Name]);
        }

        if (format is "csv" or "tsv")
            return;
        Assert.Equal(table.Columns.Skip(3).Select(column => column.Type), account.Header.Columns.Skip(1).Select(column => column.Type));
        if (format != "parquet")
            Assert.Equal(table.Columns.Skip(3).Select(column => column.Unit), account.Header.Columns.Skip(1).Select(column => column.Unit));
    }

    async Task<string> WriteAsync(string format, TestTable table) => format switch
    {
        "csv" => _folder.Write("t.csv", table.Csv()),
        "tsv" => _folder.Write("t.tsv", table.Csv('\t', "\r\n")),
        "ecsv" => _folder.Write("t.ecsv", table.Ecsv()),
        "fits" => _folder.Write("t.fits", TestFits.Of(table)),
        "parquet" => _folder.Write("t.parquet", await TestParquet.OfAsync(table, 77)),
        _ => _folder.Write("t.vot", TestVoTable.Of(table, format)),
    };

    // Text has no single precision.
    static object? Expected(object? value, string format) =>
        format is "csv" or "tsv" && value is float single ? double.Parse(TestTable.Shown(single), System.Globalization.CultureInfo.InvariantCulture) : value;

}
