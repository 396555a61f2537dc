using System.Text;
using Boom.Catalogs;
using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>Damaged files of every format: an account or a sentence, never another fault.</summary>
public sealed class CatalogFuzzTests : IDisposable
{
    // The damage is the same each time; BOOM_FUZZ_ROUNDS asks for more of it.
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("BOOM_FUZZ_ROUNDS"), out var rounds) && rounds > 0 ? rounds : 150;

    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("csv.gz")]
    [InlineData("ecsv")]
    [InlineData("fits")]
    [InlineData("parquet")]
    [InlineData("TABLEDATA")]
    [InlineData("BINARY")]
    [InlineData("BINARY2")]
    public async Task Import_RandomMutations_GiveAnAccountOrASentence(string format)
    {
        var table = TestTable.Random(new Random(7), 20);
        var whole = format switch
        {
            "csv" => Encoding.UTF8.GetBytes(table.Csv()),
            "csv.gz" => CatalogFolder.Gzip(Encoding.UTF8.GetBytes(table.Csv())),
            "ecsv" => Encoding.UTF8.GetBytes(table.Ecsv()),
            "fits" => TestFits.Of(table),
            "parquet" => await TestParquet.OfAsync(table, 7),
            _ => Encoding.UTF8.GetBytes(TestVoTable.Of(table, format)),
        };
        var random = new Random(11);
        var accounts = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var path = _folder.Write("t." + format, Mutate(whole, random));
            try
            {
                var account = _folder.Import(path);
                Assert.Equal(account.RowsRead, account.RowsAdded + account.RowsLeftOut + account.RowsRefused.Sum(reason => reason.Value));
                Assert.All(CatalogFolder.Rows(account), row => Assert.InRange((double)row["dec"]!, -90, 90));
                accounts++;
            }
            catch (CatalogException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
                Assert.InRange(fault.Message.Length, 10, 3000);
            }
        }

        Assert.NotEqual(Rounds, accounts);
    }

    static byte[] Mutate(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 100), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 200)).ToArray());
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.Insert(at, (byte)"\"',;\n\r\t<>&#\0\uFFFF"[random.Next(13)]);
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add(0);
        }

        return [.. bytes];
    }
}
