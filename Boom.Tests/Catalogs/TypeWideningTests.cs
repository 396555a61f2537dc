using System.Text;
using Boom.Catalogs;
using Boom.Core.Catalogs;
using Boom.Tests.Catalogs.Support;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>Types of text tables are inferred; a later value widens them and damages none.</summary>
public sealed class TypeWideningTests : IDisposable
{
    const int BeyondTheSample = 10_500;

    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1", "2.5", SkyColumnType.Float64)]
    [InlineData("1", "5000000000", SkyColumnType.Int64)]
    [InlineData("1", "x", SkyColumnType.String)]
    [InlineData("1.5", "x", SkyColumnType.String)]
    [InlineData("true", "1", SkyColumnType.String)]
    [InlineData("true", "x", SkyColumnType.String)]
    [InlineData("1", "00123", SkyColumnType.String)]
    [InlineData("1.5", "00123", SkyColumnType.String)]
    [InlineData("1.5", "9007199254740993", SkyColumnType.String)]
    [InlineData("9007199254740993", "1.5", SkyColumnType.String)]
    [InlineData("1", "9007199254740993", SkyColumnType.Int64)]
    [InlineData("1", "9223372036854775808", SkyColumnType.String)]
    [InlineData("1.5", "1e999", SkyColumnType.String)]
    [InlineData("1", "-0", SkyColumnType.Float64)]
    [InlineData("", "0.25", SkyColumnType.Float64)]
    [InlineData("", "7", SkyColumnType.Int32)]
    [InlineData("", "", SkyColumnType.String)]
    public void Import_ValueThatDoesNotFit_WidensTheColumn(string first, string last, SkyColumnType expected)
    {
        var csv = new StringBuilder("id,ra,dec,v\n");
        for (var i = 0; i < BeyondTheSample; i++)
            csv.Append($"{i},{i % 360},5,{first}\n");
        csv.Append($"{BeyondTheSample},5,5,{last}\n");

        var account = _folder.ImportText(csv.ToString());

        Assert.Equal(expected, CatalogFolder.TypeOf(account, "v"));
        Assert.Empty(account.RowsRefused);
        Assert.Equal(BeyondTheSample + 1, account.RowsAdded);
        var values = CatalogFolder.Column(account, "v");
        Assert.Equal(Parsed(first, expected), values[0]);
        Assert.Equal(Parsed(last, expected), values[^1]);
    }

    [Theory]
    [InlineData("9223372036854775807", SkyColumnType.Int64)]
    [InlineData("-9223372036854775807", SkyColumnType.Int64)]
    [InlineData("+5", SkyColumnType.Int32)]
    [InlineData("2147483648", SkyColumnType.Int64)]
    [InlineData("True", SkyColumnType.Bool)]
    [InlineData("1e3", SkyColumnType.Float64)]
    [InlineData(".5", SkyColumnType.Float64)]
    [InlineData("5.", SkyColumnType.Float64)]
    [InlineData("2024-01-01", SkyColumnType.String)]
    [InlineData("0x10", SkyColumnType.String)]
    [InlineData("1,5", SkyColumnType.String)]
    [InlineData("T", SkyColumnType.String)]
    [InlineData(".", SkyColumnType.String)]
    [InlineData("e5", SkyColumnType.String)]
    public void Import_OneValue_GivesItsType(string value, SkyColumnType expected)
    {
        var account = _folder.ImportText($"id;ra;dec;v\n1;1;1;{value}\n");

        Assert.Equal(expected, CatalogFolder.TypeOf(account, "v"));
    }

    /// <summary>However many columns begin late, the source is read twice at most.</summary>
    [Fact]
    public void Import_ManyLateColumns_AreFoundInOnePass()
    {
        var csv = new StringBuilder("id,ra,dec").AppendJoin("", Enumerable.Range(0, 40).Select(i => $",c{i}")).Append('\n');
        for (var i = 0; i < BeyondTheSample; i++)
            csv.Append($"{i},5,5").Append(',', 40).Append('\n');
        for (var i = 0; i < 40; i++)
            csv.Append($"{BeyondTheSample + i},5,5").Append(',', i + 1).Append("1.5").Append(',', 39 - i).Append('\n');
        var phases = new List<CatalogPhase>();
        using var source = CatalogSources.Open(_folder.Write("t.csv", csv.ToString()), new());

        var account = _folder.Import(_folder.Write("t.csv", csv.ToString()), null, new Heard(phases));

        Assert.All(account.Header.Columns.Skip(1), column => Assert.Equal(SkyColumnType.Float64, column.Type));
    }

    /// <summary>The number that is written is the one of the framework, to the last bit.</summary>
    [Fact]
    public void TextNumber_RandomTexts_AreReadAsTheFrameworkDoes()
    {
        var random = new Random(17);
        for (var i = 0; i < 200_000; i++)
        {
            var text = random.Next(4) switch
            {
                0 => (random.NextDouble() * Math.Pow(10, random.Next(-30, 30))).ToString("R", null),
                1 => (random.NextDouble() * 360).ToString($"F{random.Next(0, 20)}", null),
                2 => $"{random.NextInt64()}.{random.Next()}",
                _ => $"-{random.Next(100)}.{new string('0', random.Next(25))}{random.Next()}",
            };
            if (TextNumber.Parse(Encoding.ASCII.GetBytes(text), out _, out var value) != NumberForm.Real)
                continue;

            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
        }
    }

    static object? Parsed(string text, SkyColumnType type) => text.Length == 0 ? null : type switch
    {
        SkyColumnType.Float64 => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        SkyColumnType.Int64 => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        SkyColumnType.Int32 => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        _ => text,
    };

    sealed class Heard(List<CatalogPhase> phases) : IProgress<CatalogProgress>
    {
        public void Report(CatalogProgress value) => phases.Add(value.Phase);
    }
}
