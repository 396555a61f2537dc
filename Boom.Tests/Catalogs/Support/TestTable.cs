using System.Globalization;
using System.Text;
using Boom.Core.Catalogs;

namespace Boom.Tests.Catalogs.Support;

/// <summary>A table as tests think of it; <c>id</c>, <c>ra</c> and <c>dec</c> come first.</summary>
sealed record TestTable(IReadOnlyList<TestColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>A table of one column of each type, with nulls.</summary>
    public static TestTable Random(Random random, int rows)
    {
        TestColumn[] columns =
        [
            new("id", SkyColumnType.Int32), new("ra", SkyColumnType.Float64, "deg"), new("dec", SkyColumnType.Float64, "deg"),
            new("flag", SkyColumnType.Bool), new("small", SkyColumnType.Int32, "count"), new("large", SkyColumnType.Int64),
            new("single", SkyColumnType.Float32, "mag"), new("double", SkyColumnType.Float64), new("text", SkyColumnType.String),
        ];
        var table = new List<object?[]>();
        for (var i = 0; i < rows; i++)
        {
            table.Add(
            [
                i, random.NextDouble() * 360, (random.NextDouble() * 180) - 90,
                OrNull(random, random.Next(2) == 0), OrNull(random, random.Next() - (1 << 30)), OrNull(random, random.NextInt64() - (1L << 62)),
                OrNull(random, (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)))),
                OrNull(random, (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-200, 200))),
                OrNull(random, Text(random)),
            ]);
        }

        return new(columns, table);
    }

    /// <summary>As CSV.</summary>
    public string Csv(char separator = ',', string lineEnd = "\n")
    {
        var csv = new StringBuilder(string.Join(separator, Columns.Select(column => column.Name))).Append(lineEnd);
        foreach (var row in Rows)
            csv.AppendJoin(separator, row.Select(value => Field(value, separator))).Append(lineEnd);
        return csv.ToString();
    }

    /// <summary>As ECSV, with types and units.</summary>
    public string Ecsv()
    {
        var head = new StringBuilder("# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
        foreach (var column in Columns)
        {
            var type = column.Type.ToString().ToLowerInvariant();
            head.Append(CultureInfo.InvariantCulture, $"# - {{name: {column.Name}, {(column.Unit is null ? "" : $"unit: {column.Unit}, ")}datatype: {type}}}\n");
        }

        return head.Append("# schema: astropy-2.0\n").Append(Csv()).ToString();
    }

    public static string Shown(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        float single => single.ToString("R", CultureInfo.InvariantCulture),
        double real => real.ToString(Math.Abs(real) < 1e6 ? "R" : "E16", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Field(object? value, char separator)
    {
        var text = Shown(value);
        return text.AsSpan().IndexOfAny(separator, '"', '\n') >= 0 ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : text;
    }

    static object? OrNull(Random random, object value) => random.Next(8) == 0 ? null : value;

    static string Text(Random random)
    {
        const string Letters = "abcXYZ 0123,;|\"'<>&-+.éμ星";
        var text = new StringBuilder("n");
        for (var length = random.Next(12); length > 0; length--)
            text.Append(Letters[random.Next(Letters.Length)]);
        return text.Append('e').ToString();
    }
}

sealed record TestColumn(string Name, SkyColumnType Type, string? Unit = null);
