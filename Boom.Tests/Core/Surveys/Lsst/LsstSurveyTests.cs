using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

public sealed class LsstSurveyTests
{
    readonly LsstSurvey _survey = new(new IncludedSchemas());

    [Theory]
    [InlineData("lsst-alerts-v7")]
    [InlineData("lsst-alerts-v10")]
    [InlineData("lsst-alerts-v11")]
    public void Topics_EveryMajorVersion_IsIncluded(string topic) => Assert.True(_survey.Topics.Includes(topic));

    [Theory]
    [InlineData("lsst-alerts-v")]
    [InlineData("lsst-alerts-v11-test")]
    [InlineData("ztf_20260101_programid1")]
    public void Topics_Others_AreNot(string topic) => Assert.False(_survey.Topics.Includes(topic));

    [Fact]
    public void Catalog_HasIt_WithTheSchemasThatItIsGiven()
    {
        var survey = SurveyCatalog.With(new IncludedSchemas())[Survey.Lsst];

        Assert.Same(LsstSchemas.Subject, survey.Schemas);
        Assert.Equal(["LSPSC", "NED", "DESI_DR1", "LS_DR10_PHOTOZ"], survey.CrossMatches.Select(rule => rule.Catalog));
        Assert.Equal([Survey.Ztf, Survey.Decam], survey.AliasRules.Select(rule => rule.Partner));
    }

    [Fact]
    public async Task Map_BodyWithDesignation_SetsItOnEveryUpdate()
    {
        using var writer = new BsonWriter();
        var write = await new LsstEdit().SetSource("diaObjectId", null).SetSource("ssObjectId", 987654321L).Set("ssSource", SsSource()).MapAsync(writer);
        var set = LsstEdit.Document(write.Object.SetFields);
        var alert = LsstEdit.Document(write.AlertDocument);

        Assert.Equal("sso987654321", write.Object.ObjectId);
        Assert.Equal(("2008 AB", true), (set["designation"].AsString, set["is_sso"].AsBoolean));
        Assert.False(LsstEdit.Document(write.Object.InsertFields).Contains("is_sso"));
        var stored = alert["ss_source"].AsBsonDocument;
        Assert.Equal((123456789, 987654321, "2008 AB"), (stored["diaSourceId"].AsInt64, stored["ssObjectId"].AsInt64, stored["designation"].AsString));
        Assert.Equal((10.0, 12.5, 100.0, 5.0, 2.5, 1), (stored["eclLambda"].AsDouble, stored["phaseAngle"].AsDouble, stored["ephRa"].AsDouble, stored["ephDec"].AsDouble, stored["helioRange"].AsDouble, stored["diaDistanceRank"].AsInt32));
        Assert.False(stored.Contains("topoRange"));
    }

    [Fact]
    public async Task Map_NoBody_LeavesWhatIsKnownOfIt()
    {
        using var writer = new BsonWriter();
        var write = await new LsstEdit().Set("ssSource", null).MapAsync(writer);
        var set = LsstEdit.Document(write.Object.SetFields);

        Assert.Equal(["updated_at"], set.Names);
        Assert.False(LsstEdit.Document(write.Object.InsertFields)["is_sso"].AsBoolean);
        var alert = LsstEdit.Document(write.AlertDocument);
        Assert.True(alert["ssObjectId"].IsBsonNull && alert["ss_source"].IsBsonNull);
    }

    static global::Avro.Generic.GenericRecord SsSource() => LsstEdit.Make("ssSource", 1, record =>
    {
        foreach (var (name, value) in new (string, object?)[]
        {
            ("diaSourceId", 123456789L), ("ssObjectId", 987654321L), ("designation", "2008 AB"), ("eclLambda", 10.0), ("phaseAngle", 12.5f), ("ephRa", 100.0),
            ("ephDec", 5.0), ("helioRange", 2.5f), ("topoRange", null), ("diaDistanceRank", 1),
        })
            record.Add(name, value!);
    });
}
