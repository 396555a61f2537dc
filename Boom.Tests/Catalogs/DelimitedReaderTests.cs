using System.Text;
using Boom.Catalogs.Text;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>Rows and fields of text, across the ends of buffers.</summary>
public sealed class DelimitedReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_RandomRows_GivesTheirFieldsAndLines(int seed)
    {
        var random = new Random(seed);
        var separator = ",\t;|"[random.Next(4)];
        var lineEnd = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
        var (text, expected) = Rows(random, separator, lineEnd);
        var reader = new DelimitedReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t") { Separator = (byte)separator };

        foreach (var (line, fields) in expected)
        {
            Assert.Equal(DelimitedRead.Row, reader.Read());
            Assert.Equal(line, reader.Line);
            Assert.Equal(fields.Length, reader.Count);
            for (var i = 0; i < fields.Length; i++)
                Assert.Equal(fields[i], Encoding.UTF8.GetString(reader[i]));
        }

        Assert.Equal(DelimitedRead.End, reader.Read());
    }

    /// <summary>Whatever the bytes are, the reader ends, and no line is read twice.</summary>
    [Fact]
    public void Read_RandomBytes_Ends()
    {
        var random = new Random(9);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(200)];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)"ab,\"\"\n\r \t"[random.Next(9)];
            var reader = new DelimitedReader(new MemoryStream(bytes), "t");
            var line = 0L;

            while (reader.Read() != DelimitedRead.End)
            {
                Assert.True(reader.Line > line);
                line = reader.Line;
            }
        }
    }

    static (string Text, List<(long Line, string[] Fields)> Rows) Rows(Random random, char separator, string lineEnd)
    {
        var text = new StringBuilder();
        var rows = new List<(long, string[])>();
        var line = 1L;
        while (text.Length < 1_500_000)
        {
            if (random.Next(50) == 0)
            {
                text.Append(lineEnd);
                line++;
                continue;
            }

            var fields = new string[random.Next(2, 12)];
            var breaks = 0;
            for (var i = 0; i < fields.Length; i++)
            {
                var isQuoted = random.Next(4) == 0;
                fields[i] = Field(random, separator, isQuoted ? lineEnd : null, ref breaks);
                text.Append(i == 0 ? "" : separator);
                text.Append(isQuoted ? $" \"{fields[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\" " : fields[i]);
            }

            text.Append(lineEnd);
            rows.Add((line, fields));
            line += 1 + breaks;
        }

        return (text.ToString(), rows);
    }

    static string Field(Random random, char separator, string? lineEnd, ref int breaks)
    {
        var field = new StringBuilder("x");
        for (var length = random.Next(random.Next(100) == 0 ? 20_000 : 12); length > 0; length--)
        {
            var kind = random.Next(40);
            if (kind == 0 && lineEnd is not null)
            {
                field.Append(lineEnd);
                breaks++;
            }
            else if (kind == 1)
                field.Append(lineEnd is null ? "\"" : separator.ToString());
            else if (kind == 2)
                field.Append("\"\"");
            else
                field.Append("aé星0.-"[random.Next(6)]);
        }

        return field.Append('x').ToString();
    }
}
