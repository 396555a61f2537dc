using Boom.Tests.Core.Surveys.Ztf;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// Absent is not null to a filter: <c>{"$ne": ["$properties.photstats.g.rising", null]}</c> held for every alert, where the reference
/// has a null to compare with.
/// </summary>
public sealed class NullsOfPropertiesTests
{
    static readonly BsonDocument[] All =
        [.. ZtfPacketEdits.Rich(20).Select(packet => BsonSerializer.Deserialize<BsonDocument>(ZtfEnriched.Properties(packet)))];

    [Theory]
    [InlineData("photstats")]
    [InlineData("multisurvey_photstats")]
    public void Properties_EveryBand_IsThere(string statistics) =>
        Assert.All(All, properties => Assert.Equal(["g", "r", "i", "z", "y", "u", "j", "h", "k"], properties[statistics].AsBsonDocument.Names));

    [Fact]
    public void Properties_BandsWithoutPoints_AreNull() =>
        Assert.All(All, properties => Assert.All((string[])["z", "y", "u", "j", "h", "k"], band => Assert.True(properties["photstats"][band].IsBsonNull)));

    [Fact]
    public void Properties_SidesWithoutFit_AreNull()
    {
        var bands = All.SelectMany(properties => properties["photstats"].AsBsonDocument.Values).Where(band => !band.IsBsonNull).ToArray();

        Assert.All(bands, band => Assert.Equal(["peak_jd", "peak_mag", "peak_mag_err", "dt", "rising", "fading"], band.AsBsonDocument.Names));
        Assert.Contains(bands, band => band["rising"].IsBsonNull);
        Assert.Contains(bands, band => band["fading"].IsBsonDocument);
    }

    [Fact]
    public void Properties_WithoutSolarSystemObject_SaysNull() => Assert.All(All.Where(properties => !properties["sso"]["is_sso"].AsBoolean), properties =>
    {
        Assert.Equal(["is_sso", "designation", "separation_arcsec", "predicted_mag", "source"], properties["sso"].AsBsonDocument.Names);
        Assert.True(properties["sso"]["designation"].IsBsonNull && properties["sso"]["source"].IsBsonNull);
    });

    [Fact]
    public void AlertsAndObjects_HaveNoNull()
    {
        var (alert, document) = ZtfEnriched.Documents(ZtfPacketEdits.Decode(ZtfPacketEdits.Rich(1)[0]));

        AssertNoNull(BsonSerializer.Deserialize<BsonDocument>(alert));
        AssertNoNull(BsonSerializer.Deserialize<BsonDocument>(document));
    }

    static void AssertNoNull(BsonValue value)
    {
        Assert.False(value.IsBsonNull);
        foreach (var inner in value switch { BsonDocument document => document.Values, BsonArray array => array.AsEnumerable(), _ => [] })
            AssertNoNull(inner);
    }
}
