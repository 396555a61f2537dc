using Boom.Core.Sky;
using Boom.Core.Text;
using Boom.Tests.Cli;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A declination of -1e-7 degrees was shown as <c>-+0.00000</c>; so were rates that round to zero.</summary>
public sealed class SignsAreOnceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-1e-7, "0.00417 +0.00000", "00:00:01.00 +00:00:00.0")]
    [InlineData(-0.0, "0.00417 +0.00000", "00:00:01.00 +00:00:00.0")]
    [InlineData(1e-7, "0.00417 +0.00000", "00:00:01.00 +00:00:00.0")]
    [InlineData(-2.2, "0.00417 -2.20000", "00:00:01.00 -02:12:00.0")]
    [InlineData(double.NaN, "0.00417 -", "-")]
    public void Position_SmallOrNone_HasOneSign(double dec, string degrees, string sexagesimal)
    {
        var position = new SkyPosition(0.0041667, dec);

        Assert.Equal((degrees, sexagesimal), (AngleText.Degrees(position), AngleText.Sexagesimal(position)));
    }

    [Fact]
    public void Position_RightAscensionThatRoundsToAFullCircle_IsZero() =>
        Assert.Equal("0.00000 +1.00000", AngleText.Degrees(new SkyPosition(359.999999, 1)));

    [Fact]
    public async Task Object_TinyDeclination_IsShownWithOneSign()
    {
        var file = Path.Combine(_folder.Path, "a.avro");
        await File.WriteAllBytesAsync(file, ForgedPackets.AtDeclination(0, -1e-7), TestContext.Current.CancellationToken);
        var data = Path.Combine(_folder.Path, "data");

        var play = await CliRun.OfAsync("play", file, "--survey", "ztf", "--data", data);

        Assert.Contains(" +0.00000", play.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("-+", play.Out, StringComparison.Ordinal);
    }
}
