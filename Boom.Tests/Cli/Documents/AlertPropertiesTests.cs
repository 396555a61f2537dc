using Boom.Cli.Documents;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli.Documents;

public sealed class AlertPropertiesTests
{
    const string Band = """{ "peak_jd": 2460310.5, "peak_mag": 19.5, "peak_mag_err": 0.1, "dt": 3.0""";

    [Fact]
    public void Read_NullBandsAndFits_AreLeftOut()
    {
        var properties = Read($$"""{"rock": false, "star": true, "photstats": {"g": null, "r": {{Band}}, "rising": null, "fading": null }, "i": null}, "sso": null}""");

        Assert.Equal(["star"], properties.Flags);
        var band = Assert.Single(properties.Bands);
        Assert.Equal(("r", 19.5, null, null), (band.Band, band.PeakMag, band.Rising, band.Fading));
    }

    [Fact]
    public void Read_NoBandsAtAll_HasFlagsOnly()
    {
        var properties = Read("""{"rock": true, "photstats": null, "multisurvey_photstats": null}""");

        Assert.Equal(["rock"], properties.Flags);
        Assert.Empty(properties.Bands);
    }

    static AlertProperties Read(string json) =>
        AlertProperties.Read(new BsonDocument("properties", BsonDocument.Parse(json)).ToBson())!;
}
