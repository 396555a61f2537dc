using Boom.Core.Sky;
using Boom.Core.Text;
using Xunit;

namespace Boom.Tests.Cli.Rendering;

public sealed class TextRenderingTests
{
    [Theory]
    [InlineData(150.1, -2.2, "10:00:24.00 -02:12:00.0")]
    [InlineData(0, 0, "00:00:00.00 +00:00:00.0")]
    [InlineData(359.9999999, -0.5, "00:00:00.00 -00:30:00.0")]
    [InlineData(14.9999999, 89.9999999, "01:00:00.00 +90:00:00.0")]
    public void Sexagesimal_RoundsBeforeItSplits(double ra, double dec, string expected) =>
        Assert.Equal(expected, AngleText.Sexagesimal(new SkyPosition(ra, dec)));

    [Theory]
    [InlineData(2440587.5, "1970-01-01 00:00")]
    [InlineData(2460310.75, "2024-01-01 06:00")]
    [InlineData(1e10, "10000000000")]
    [InlineData(double.NaN, "NaN")]
    public void Minute_JulianDate_IsACalendarDate(double jd, string expected) => Assert.Equal(expected, CalendarText.Minute(jd));

    [Fact]
    public void WriteTo_Table_AlignsColumns()
    {
        var table = new TextTable("name", "count>");
        table.Add("a", "1 000");
        table.Add("longer", "7");
        using var writer = new StringWriter { NewLine = "\n" };

        table.WriteTo(writer);

        Assert.Equal("name    count\na       1 000\nlonger      7\n", writer.ToString());
    }

    [Fact]
    public void Write_HexDump_ShowsBytesTextAndTheRest()
    {
        using var writer = new StringWriter { NewLine = "\n" };

        HexDump.Write(writer, "Obj\u0001 and more bytes"u8, maxBytes: 18);

        Assert.Equal(
            "  000000  4f 62 6a 01 20 61 6e 64  20 6d 6f 72 65 20 62 79  Obj. and more by\n" +
            "  000010  74 65                                             te\n" +
            "  ... 1 byte more (--payload FILE writes all)\n",
            writer.ToString());
    }
}
