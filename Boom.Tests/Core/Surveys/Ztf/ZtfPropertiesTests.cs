using Boom.Core.Bson;
using Boom.Core.Surveys.Ztf;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;

namespace Boom.Tests.Core.Surveys.Ztf;

public sealed class ZtfPropertiesTests
{
    const string Band = """{ "peak_jd": 2460310.5, "peak_mag": 19.5, "peak_mag_err": 0.1, "dt": 3.0 }""";
    const string Fit = """{ "rate": -1.0, "rate_error": 0.1, "red_chi2": NaN, "nb_data": 2, "dt": 1.0 }""";

    [Fact]
    public void Complete_WhatLacksNulls_GetsThemInTheOrderOfAFreshOne()
    {
        var sparse = Bson($$"""
            {"rock": false, "star": true, "near_brightstar": false, "stationary": true, "photstats": {"r": {{Band}} }, "multisurvey_photstats": {"r": {{Band}} },
             "sso": {"is_sso": false} }
            """);
        var names = Names(ZtfProperties.Complete(sparse)!);

        Assert.Equal(["rock", "star", "near_brightstar", "stationary", "photstats", "multisurvey_photstats", "sso"], names(""));
        Assert.Equal(["g", "r", "i", "z", "y", "u", "j", "h", "k"], names("photstats"));
        Assert.Equal(["g", "r", "i", "z", "y", "u", "j", "h", "k"], names("multisurvey_photstats"));
        Assert.Equal(["peak_jd", "peak_mag", "peak_mag_err", "dt", "rising", "fading"], names("photstats.r"));
        Assert.Equal(["is_sso", "designation", "separation_arcsec", "predicted_mag", "source"], names("sso"));
    }

    [Fact]
    public void Complete_ValuesAndUnknownMembers_StayAsTheyAre()
    {
        var sparse = Bson($$"""
            {"mine": 1, "rock": true, "photstats": {"g": {"dt": 3.0, "fading": {{Fit}}, "also": [1, null] } }, "sso": {"is_sso": true, "source": "ipac"} }
            """);
        var complete = Read(ZtfProperties.Complete(sparse)!);

        Assert.Equal(BsonNull.Value, complete["photstats"]["g"]["rising"]);
        Assert.Equal(Read(sparse)["photstats"]["g"]["fading"].ToJson(), complete["photstats"]["g"]["fading"].ToJson());
        Assert.Equal(new BsonArray { 1, BsonNull.Value }, complete["photstats"]["g"]["also"]);
        Assert.Equal(("ipac", 1), (complete["sso"]["source"].AsString, complete["mine"].AsInt32));
        Assert.Equal("mine", complete.Names.Last());
        Assert.Equal(BsonNull.Value, complete["multisurvey_photstats"]);
    }

    [Fact]
    public void Complete_Twice_IsOnce()
    {
        var once = ZtfProperties.Complete(Bson("""{"rock": false, "photstats": {}, "sso": {"is_sso": false} }"""));

        Assert.Null(ZtfProperties.Complete(once));
    }

    [Fact]
    public void Complete_FreshDocument_LacksNothing() =>
        Assert.All(ZtfPacketEdits.Rich(5).Select(ZtfEnriched.Properties), fresh => Assert.Null(ZtfProperties.Complete(fresh)));

    [Fact]
    public void Complete_FreshDocumentWithoutItsNulls_IsTheFreshOneByteForByte() =>
        Assert.All(ZtfPacketEdits.Rich(5).Select(ZtfEnriched.Properties), fresh => Assert.Equal(fresh, ZtfProperties.Complete(WithoutNulls(fresh))));

    [Fact]
    public void Complete_NotBson_SaysSo() => Assert.Throws<BsonFormatException>(() => ZtfProperties.Complete([9, 0, 0, 0, 1, 2, 3, 4, 5]));

    static byte[] WithoutNulls(byte[] document)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        Copy(document, writer);
        return writer.EndRoot().ToArray();

        static void Copy(ReadOnlySpan<byte> from, BsonWriter to)
        {
            var reader = new Boom.Core.Bson.BsonReader(from);
            while (reader.Read())
            {
                if (reader.Type == Boom.Core.Bson.BsonType.Document)
                {
                    var token = to.BeginDocument(reader.Name);
                    Copy(reader.Value, to);
                    to.End(token);
                }
                else if (reader.Type != Boom.Core.Bson.BsonType.Null)
                {
                    to.RawElements(reader.Element);
                }
            }
        }
    }

    static Func<string, IEnumerable<string>> Names(byte[] document) => path =>
        path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(Read(document), (inner, name) => inner[name].AsBsonDocument).Names;

    static byte[] Bson(string json) => BsonDocument.Parse(json).ToBson();

    static BsonDocument Read(byte[] document) => BsonSerializer.Deserialize<BsonDocument>(document);
}
