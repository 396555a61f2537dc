using Avro.Generic;
using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.Tests.Core.Avro;
using MongoDB.Bson;
using Xunit;
using BsonWriter = Boom.Core.Bson.BsonWriter;

namespace Boom.Tests.Core.Messages;

public sealed class ResultsMessageTests
{
    static readonly List<MessageInput> _ztf = MessageDocuments.Simulated(Survey.Ztf, 60);
    static readonly List<MessageInput> _lsst = MessageDocuments.Simulated(Survey.Lsst, 60);
    static readonly FilterResult[] _results = [new("f1", "First", 1767322800123, """{"mag":18.0}"""), new("f2", "Second", 1767322800124, "{}")];

    static readonly byte[] _cutouts = new BsonDocument
    {
        { "_id", 1L }, { "cutoutScience", new byte[] { 1, 2 } }, { "cutoutDifference", new byte[] { 3 } },
    }.ToBson();

    // Fields and types in order, of the reference.
    [Theory]
    [InlineData("Alert", "candid:long objectId:string jd:double ra:double dec:double survey:Survey filters:array classifications:array photometry:array cutoutScience:bytes cutoutTemplate:bytes cutoutDifference:bytes survey_matches:SurveyMatches")]
    [InlineData("FilterResults", "filter_id:string filter_name:string passed_at:double annotations:string")]
    [InlineData("Classification", "classifier:string score:float distance_arcsec:null|float")]
    [InlineData("Photometry", "jd:double flux:null|double flux_err:double band:string origin:Origin programid:int survey:Survey ra:null|double dec:null|double")]
    [InlineData("SurveyMatches", "ztf:null|SurveyMatch lsst:null|SurveyMatch")]
    [InlineData("SurveyMatch", "objectId:string ra:double dec:double photometry:array")]
    public void Schema_Record_IsThatOfTheReference(string record, string fields)
    {
        var schema = SchemaRecords.Find(Writer(Survey.Ztf).SchemaJson, record)!;

        Assert.Equal(fields, string.Join(' ', schema.Fields.Select(field => $"{field.Name}:{NameOf(field.Schema)}")));
        Assert.Null(schema.Namespace);
        Assert.All(schema.Fields, field => Assert.Null(field.DefaultValue));
    }

    [Fact]
    public void Schema_Enums_HaveTheSymbolsOfTheReference()
    {
        var survey = (global::Avro.EnumSchema)SchemaRecords.Find(Writer(Survey.Ztf).SchemaJson, "Alert")!["survey"].Schema;
        var origin = (global::Avro.EnumSchema)SchemaRecords.Find(Writer(Survey.Ztf).SchemaJson, "Photometry")!["origin"].Schema;

        Assert.Equal("ZTF LSST DECAM WINTER", string.Join(' ', survey.Symbols));
        Assert.Equal("Alert ForcedPhot", string.Join(' ', origin.Symbols));
    }

    [Fact]
    public void Make_Alert_IsReadByAnIndependentReader()
    {
        foreach (var input in _ztf.Concat(_lsst))
        {
            var record = Read(Make(input));
            Assert.Equal((input.Candid, input.Alert["objectId"].AsString), ((long)record["candid"], (string)record["objectId"]));
            Assert.Equal((input.Candidate["jd"].AsDouble, input.Candidate["ra"].AsDouble), ((double)record["jd"], (double)record["ra"]));
            Assert.Equal(input.Survey.Key.ToUpperName(), ((GenericEnum)record["survey"]).Value);
            Assert.Equal(["f1", "f2"], Records(record, "filters").Select(filter => (string)filter["filter_id"]));
            Assert.Equal("""{"mag":18.0}""", Records(record, "filters")[0]["annotations"]);
            Assert.Equal(1767322800123d, Records(record, "filters")[0]["passed_at"]);
            Assert.Equal("0102  03", string.Join(' ', new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" }.Select(name => Convert.ToHexString((byte[])record[name]))));
            var times = Records(record, "photometry").Select(point => (double)point["jd"]).ToArray();
            Assert.NotEmpty(times);
            Assert.Equal(times.Order(), times);
        }
    }

    [Fact]
    public void Make_Scores_AreInTheOrderOfTheReference()
    {
        var input = _ztf[0].Copy();
        (input.Candidate["rb"], input.Candidate["drb"], input.Candidate["sgscore1"], input.Candidate["distpsnr1"]) = (0.5, 0.75, 0.25, 3.5);
        input.Alert["classifications"] = new BsonDocument { { "boom_rb", 0.125 }, { "btsbot", 0.0625 }, { "acai_h", 0.5 }, { "acai_o", BsonNull.Value } };

        var scores = Records(Read(Make(input)), "classifications");

        Assert.Equal(["rb", "drb", "sgscore1", "acai_h", "btsbot", "boom_rb"], scores.Select(score => (string)score["classifier"]));
        Assert.Equal([0.5f, 0.75f, 0.25f, 0.5f, 0.0625f, 0.125f], scores.Select(score => (float)score["score"]));
        Assert.Equal([null, null, 3.5f, null, null, null], scores.Select(score => (float?)score["distance_arcsec"]));
    }

    [Fact]
    public void Make_ScoreWithoutItsDistance_IsLeftOut()
    {
        var input = _ztf[0].Copy();
        input.Candidate["sgscore1"] = 0.25;
        input.Candidate.Remove("distpsnr1");

        Assert.DoesNotContain("sgscore1", Records(Read(Make(input)), "classifications").Select(score => (string)score["classifier"]));
    }

    [Theory]
    [InlineData(new[] { 1 }, new[] { 1 })]
    [InlineData(new[] { 1, 2 }, new[] { 1, 2 })]
    [InlineData(new int[0], new int[0])]
    public void Make_Photometry_IsOfTheProgramsThatMayBeSeen(int[] programs, int[] expected)
    {
        var input = WithPrograms(_ztf[0], 1, 2, 3);

        var sent = Read(Make(input, ProgramSet.Of(programs)));

        Assert.Equal(expected, Records(sent, "photometry").Select(point => (int)point["programid"]).Distinct().Order());
    }

    [Fact]
    public void Make_AllPrograms_IsTheWholeHistory()
    {
        var input = WithPrograms(_ztf[0], 1, 2, 3);

        var points = Records(Read(Make(input, ProgramSet.All)), "photometry");

        Assert.Equal(input.Object["prv_candidates"].AsBsonArray.Count, points.Count(point => point["ra"] is not null));
        Assert.Equal(input.Object["prv_nondetections"].AsBsonArray.Count, points.Count(point => point["flux"] is null && ((GenericEnum)point["origin"]).Value == "Alert"));
        Assert.All(points, point => Assert.StartsWith("ztf", (string)point["band"], StringComparison.Ordinal));
    }

    [Fact]
    public void Make_Partner_IsLimitedToItsPrograms()
    {
        var input = _lsst[0] with { Partner = WithPrograms(_ztf[0], 1, 2).Object };

        var match = Match(Read(Writer(Survey.Lsst).Make(input.ToDocuments(), _results, default, ProgramSet.All, ProgramSet.Public)), "ztf")!;

        Assert.Equal(_ztf[0].Object["_id"].AsString, match["objectId"]);
        Assert.Equal([1], Records(match, "photometry").Select(point => (int)point["programid"]).Distinct());
        Assert.Equal(["ZTF"], Records(match, "photometry").Select(point => ((GenericEnum)point["survey"]).Value).Distinct());
    }

    [Fact]
    public void Make_ForcedPointsOfAPartner_HaveNoPlace()
    {
        var own = Records(Read(Make(_lsst[0])), "photometry").Where(point => ((GenericEnum)point["origin"]).Value == "ForcedPhot");
        var input = _ztf[0] with { Partner = _lsst.First(lsst => lsst.Object["fp_hists"].AsBsonArray.Count > 0).Object };

        var match = Match(Read(Make(input)), "lsst")!;

        Assert.All(Records(match, "photometry").Where(point => ((GenericEnum)point["origin"]).Value == "ForcedPhot"), point => Assert.Null(point["ra"]));
        Assert.Contains(Records(match, "photometry"), point => point["ra"] is not null);
        Assert.NotNull(own);
    }

    [Theory]
    [InlineData(Survey.Decam)]
    [InlineData(Survey.Winter)]
    public void Make_SurveyWithAWindow_LeavesOutWhatIsOutsideOfIt(Survey key)
    {
        const double jd = 2461000.5;
        var survey = SurveyCatalog.Default[key];
        var points = new[] { jd - 1000, jd - 999, jd, jd + 1 }.Select(time => new BsonDocument
        {
            { "jd", time }, { "magpsf", 20.0 }, { "sigmapsf", 0.1 }, { "isdiffpos", true }, { "forcediffimflux", 36.3078 }, { "forcediffimfluxunc", 1.0 }, { "band", "Y" },
            { "ra", 1.0 }, { "dec", 2.0 },
        });
        var input = new MessageInput(
            survey,
            new BsonDocument { { "_id", 1L }, { "objectId", "o" }, { "candidate", new BsonDocument { { "jd", jd }, { "ra", 1.0 }, { "dec", 2.0 } } } },
            new BsonDocument { { "_id", "o" }, { "prv_candidates", new BsonArray(points) } });

        var sent = Records(Read(Make(input)), "photometry");

        Assert.Equal([jd - 999, jd], sent.Select(point => (double)point["jd"]));
        Assert.All(sent, point => Assert.Equal(36307.8, (double)point["flux"], 0.1));
        Assert.All(sent, point => Assert.Equal(($"{key.ToLowerName()}Y", 1), ((string)point["band"], (int)point["programid"])));
    }

    [Theory]
    [InlineData("{ a: 1, b: 18.0, c: NumberLong(5), d: [true, null, 'x'], e: { f: 1e300 } }", """{"a":1,"b":18.0,"c":5,"d":[true,null,"x"],"e":{"f":1E+300}}""")]
    [InlineData("{ n: NaN, i: Infinity, q: 0.1 }", """{"n":null,"i":null,"q":0.1}""")]
    [InlineData("{ s: 'é\"\\\\' }", "{\"s\":\"é\\\"\\\\\"}")]
    [InlineData("{}", "{}")]
    public void Annotations_Document_IsCompactJson(string document, string json) => Assert.Equal(json, AnnotationsJson.Of(BsonDocument.Parse(document).ToBson()));

    [Fact]
    public void Annotations_NegativeZero_KeepsItsSign()
    {
        // The driver's own document would make 0.0 of it.
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Double("z"u8, -0.0);

        Assert.Equal("""{"z":-0.0}""", AnnotationsJson.Of(writer.EndRoot().Span));
    }

    [Fact]
    public void MessageId_OrderOfTheFilters_DoesNotMatter()
    {
        var id = MessageId.Of("topic", 7, [("a", "1"), ("b", "2")]);

        Assert.Equal(32, id.Length);
        Assert.Equal(id, MessageId.Of("topic", 7, [("b", "2"), ("a", "1")]));
        string[] others = [MessageId.Of("other", 7, [("a", "1"), ("b", "2")]), MessageId.Of("topic", 8, [("a", "1"), ("b", "2")]), MessageId.Of("topic", 7, [("a", "1")]), MessageId.Of("topic", 7, [("a", "2"), ("b", "2")])];
        Assert.Equal(5, others.Append(id).Distinct().Count());
    }

    static ResultsMessage Writer(Survey survey) => new(SurveyCatalog.Default[survey], SurveyCatalog.Default);

    static byte[] Make(MessageInput input, ProgramSet? programs = null) =>
        Writer(input.Survey.Key).Make(input.ToDocuments(), _results, _cutouts, programs ?? ProgramSet.All, ProgramSet.All);

    static MessageInput WithPrograms(MessageInput input, params int[] programs)
    {
        var changed = input.Copy();
        var count = 0;
        var point = changed.Object["prv_candidates"].AsBsonArray[0];
        while (changed.Object["prv_candidates"].AsBsonArray.Count < 2 * programs.Length)
            changed.Object["prv_candidates"].AsBsonArray.Add(point.DeepClone());
        foreach (var each in changed.Object["prv_candidates"].AsBsonArray.Concat(changed.Object["fp_hists"].AsBsonArray).Concat(changed.Object["prv_nondetections"].AsBsonArray))
            each["programid"] = programs[count++ % programs.Length];
        return changed;
    }

    static GenericRecord Read(byte[] message) => Assert.Single(AvroOracle.Read(message));

    static GenericRecord? Match(GenericRecord record, string survey) => (GenericRecord?)((GenericRecord)record["survey_matches"])[survey];

    static List<GenericRecord> Records(GenericRecord record, string name) => [.. ((object[])record[name]).Cast<GenericRecord>()];

    static string NameOf(global::Avro.Schema schema) => schema is global::Avro.UnionSchema union ? string.Join('|', union.Schemas.Select(NameOf)) : schema.Name;
}
