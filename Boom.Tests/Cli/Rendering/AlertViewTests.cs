using Boom.Cli.Rendering;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli.Rendering;

public sealed class AlertViewTests
{
    const string Band = """{ "peak_jd": 2460310.5, "peak_mag": 19.5, "peak_mag_err": 0.1, "dt": 3.0""";

    [Fact]
    public void Bands_NullBandsAndFits_AreLeftOut()
    {
        var alert = Read($$"""{"rock": false, "star": true, "photstats": {"g": null, "r": {{Band}}, "rising": null, "fading": null }, "i": null}, "sso": null}""");

        Assert.Equal(["star"], alert.Flags!);
        var band = Assert.Single(alert.Bands);
        Assert.Equal(("r", 19.5, null, null), (band.Band, band.Magnitude, band.Slope("rising"), band.Slope("fading")));
    }

    [Fact]
    public void Bands_NoneAtAll_HasFlagsOnly()
    {
        var alert = Read("""{"rock": true, "photstats": null, "multisurvey_photstats": null}""");

        Assert.Equal(["rock"], alert.Flags!);
        Assert.Empty(alert.Bands);
    }

    [Fact]
    public void Flags_NotEnriched_AreNone() => Assert.Null(new AlertView([]).Flags);

    static AlertView Read(string json) => new(new BsonDocument("properties", BsonDocument.Parse(json)));
}
