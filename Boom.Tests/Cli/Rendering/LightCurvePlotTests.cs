using Boom.Cli.Rendering;
using Boom.Core.Alerts;
using Xunit;

namespace Boom.Tests.Cli.Rendering;

public sealed class LightCurvePlotTests
{
    const double FirstJd = 2460310.5; // 2024-01-01T00:00 UTC

    [Fact]
    public void Write_NoPoints_WritesNothing() => Assert.Equal("", Draw([]));

    [Fact]
    public void Write_NotANumber_IsLeftOut() =>
        Assert.Equal("", Draw([new PlotPoint(FirstJd, double.NaN, 'g', PointKind.Detection)]));

    [Theory]
    [InlineData(-1005.48)]
    [InlineData(-999)]
    [InlineData(0)]
    [InlineData(99)]
    public void Write_SentinelBesideRealMagnitudes_ChangesNothing(double sentinel) =>
        Assert.Equal(GoldenPlots.Supernova, Draw([.. Supernova(), new PlotPoint(FirstJd + 3, sentinel, 'g', PointKind.UpperLimit)]));

    [Fact]
    public void Write_Redirected_IsAsciiOf80Columns()
    {
        var lines = Draw(Supernova()).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.All(string.Concat(lines), character => Assert.True(char.IsAscii(character)));
    }

    [Fact]
    public void Write_Colour_MarksBandsBySymbolAndColour()
    {
        using var writer = new StringWriter();
        LightCurvePlot.Write(writer, Supernova(), colour: true);

        Assert.Contains("\u001b[32m●\u001b[0m", writer.ToString());
        Assert.Contains("\u001b[31m■\u001b[0m", writer.ToString());
    }

    [Fact]
    public void Write_BrightestPoint_IsInTheUpperRows()
    {
        var lines = Draw(
            [
                new PlotPoint(FirstJd, 20, 'g', PointKind.Detection),
                new PlotPoint(FirstJd + 1, 15, 'r', PointKind.Detection),
            ]).Split('\n');

        Assert.True(Array.FindIndex(lines, line => line.EndsWith('r')) < Array.FindIndex(lines, line => line.EndsWith('g')));
    }

    [Fact]
    public void Write_Supernova_LooksLikeOne() => Assert.Equal(GoldenPlots.Supernova, Draw(Supernova()));

    static string Draw(IEnumerable<PlotPoint> points)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        LightCurvePlot.Write(writer, points, colour: false);
        return writer.ToString();
    }

    static List<PlotPoint> Supernova()
    {
        var points = new List<PlotPoint>();
        for (var day = 0; day < 60; day += 2)
        {
            var band = day % 4 == 0 ? 'g' : 'r';
            var phase = day - 22.0;
            var magnitude = 17 + (phase < 0 ? phase * phase / 70 : phase * 0.06) + (band == 'g' ? 0.1 : 0);
            var kind = day < 8 ? PointKind.UpperLimit : day % 10 == 0 ? PointKind.Forced : PointKind.Detection;
            points.Add(new PlotPoint(FirstJd + day, kind == PointKind.UpperLimit ? 20.2 : magnitude, band, kind));
        }

        return points;
    }
}
