using Avro.Generic;
using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.Tests.Core.Avro;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Messages;

public sealed class PublicStreamTests : IDisposable
{
    readonly Dictionary<Survey, PublicStream> _streams = new Survey[] { Survey.Ztf, Survey.Lsst }.ToDictionary(
        survey => survey, survey => PublicStream.Of(SurveyCatalog.Default[survey], SurveyCatalog.Default, EnrichmentSettings.None)!);

    public void Dispose()
    {
        foreach (var stream in _streams.Values)
            stream.Dispose();
    }

    [Theory]
    [InlineData(Survey.Ztf, "BabamulZtfAlert")]
    [InlineData(Survey.Lsst, "BabamulLsstAlert")]
    public void Make_SimulatedAlerts_AreReadByAnIndependentReader(Survey survey, string name)
    {
        var sent = 0;
        foreach (var input in survey == Survey.Ztf ? PublicInputs.OfZtf : PublicInputs.OfLsst)
        {
            if (Make(input).Message is not { } message)
                continue;
            sent++;
            var record = Assert.Single(AvroOracle.Read(message.Value));
            Assert.Equal(name, record.Schema.Name);
            Assert.Equal(input.Candid, record["candid"]);
            Assert.Equal(input.Alert["objectId"].AsString, record["objectId"]);
            AssertCandidate(input.Candidate, (GenericRecord)record["candidate"]);
            AssertStatistics(input.Alert["properties"]["photstats"].AsBsonDocument, (GenericRecord)((GenericRecord)record["properties"])["photstats"]);
            Assert.Equal(input.Object["prv_candidates"].AsBsonArray.Select(point => point["jd"].AsDouble), Points(record, "prv_candidates").Select(point => (double)point["jd"]));
        }

        Assert.InRange(sent, 50, 300);
    }

    [Fact]
    public void Make_PrivatePointsChange_DoNotChangeAByte()
    {
        var random = new Random(17);
        var changed = 0;
        foreach (var input in PublicInputs.OfZtf.Take(120))
        {
            var whole = WithPrivatePoints(input, random);
            var other = WithPrivatePoints(input, random);
            var (first, second, plain) = (Make(whole), Make(other), Make(input));
            Assert.Equal(plain.Withheld, first.Withheld);
            Assert.Equal(first.Message?.Topic, second.Message?.Topic);
            Assert.Equal(first.Message?.Value, second.Message?.Value);
            Assert.Equal(plain.Message?.Value, first.Message?.Value);
            changed += whole.Enriched().Alert["properties"] != input.Alert["properties"] ? 1 : 0;
        }

        // Else the points that were added would not have been worth hiding.
        Assert.InRange(changed, 60, 120);
    }

    [Fact]
    public void Make_PrivatePointsOfThePartner_DoNotChangeAByte()
    {
        var random = new Random(18);
        var compared = 0;
        foreach (var (input, partner) in PublicInputs.OfLsst.Zip(PublicInputs.OfZtf).Take(150))
        {
            var plain = input with { Partner = partner.Object };
            var first = input with { Partner = WithPrivatePoints(partner, random).Object };
            var second = input with { Partner = WithPrivatePoints(partner, random).Object };
            var message = Make(plain).Message;
            Assert.Equal(message?.Value, Make(first).Message?.Value);
            Assert.Equal(message?.Value, Make(second).Message?.Value);
            compared += message is null ? 0 : 1;
        }

        Assert.InRange(compared, 50, 150);
    }

    [Fact]
    public void Make_PartnerWithoutPublicDetection_IsNotTold()
    {
        var input = PublicInputs.Lsst();
        var partner = PublicInputs.OfZtf[0].Copy().Object;
        foreach (var point in partner["prv_candidates"].AsBsonArray)
            point["programid"] = 2;

        var message = Make(input with { Partner = partner }).Message!;

        var record = AvroOracle.Read(message.Value)[0];
        Assert.Null(((GenericRecord)record["survey_matches"])["ztf"]);
        Assert.StartsWith("babamul.lsst.no-ztf-match.", message.Topic, StringComparison.Ordinal);
        Assert.Equal(Make(input).Message!.Value, message.Value);
    }

    [Fact]
    public void Make_Partner_IsToldWithItsPlaceAndPoints()
    {
        var partner = PublicInputs.OfZtf[0].Object;

        var message = Make(PublicInputs.Lsst() with { Partner = partner }).Message!;

        var match = (GenericRecord)((GenericRecord)AvroOracle.Read(message.Value)[0]["survey_matches"])["ztf"];
        Assert.StartsWith("babamul.lsst.ztf-match.", message.Topic, StringComparison.Ordinal);
        Assert.Equal(partner["_id"].AsString, match["objectId"]);
        Assert.Equal(partner["coordinates"]["radec_geojson"]["coordinates"][0].AsDouble + 180, match["ra"]);
        Assert.Equal(partner["prv_candidates"].AsBsonArray.Count, Points(match, "prv_candidates").Count);
        Assert.Equal(partner["prv_nondetections"].AsBsonArray.Count, Points(match, "prv_nondetections").Count);
    }

    [Theory]
    [InlineData("programid", 2, Withheld.Program)]
    [InlineData("programid", null, Withheld.Program)]
    [InlineData("drb", 0.1, Withheld.Score)]
    [InlineData("drb", null, Withheld.Score)]
    [InlineData("ranr", null, null)]
    [InlineData("fid", null, Withheld.Incomplete)]
    public void Make_CandidateField_DecidesWhetherItIsPublished(string field, object? value, string? reason)
    {
        var input = PublicInputs.Ztf();
        Assert.Null(Make(input).Withheld);
        input.Candidate.Remove(field);
        if (value is not null)
            input.Candidate[field] = BsonValue.Create(value);

        Assert.Equal(reason, Make(input).Withheld);
    }

    [Fact]
    public void Make_Rocks_AreNotPublished()
    {
        var ztf = PublicInputs.Ztf();
        (ztf.Candidate["ssdistnr"], ztf.Candidate["ssmagnr"]) = (3.0, 18.0);
        var lsst = PublicInputs.Lsst();
        lsst.Alert["ssObjectId"] = 7L;

        Assert.Equal((Withheld.Rock, Withheld.Rock), (Make(ztf).Withheld, Make(lsst).Withheld));
    }

    [Theory]
    [InlineData("pixelFlags", true, Withheld.Flags)]
    [InlineData("reliability", 0.3, null)]
    [InlineData("reliability", -0.1, Withheld.Score)]
    public void Make_LsstFlags_DecideWhetherItIsPublished(string field, object value, string? reason)
    {
        var input = PublicInputs.Lsst();
        input.Candidate[field] = BsonValue.Create(value);

        Assert.Equal(reason, Make(input).Withheld);
    }

    [Fact]
    public void Make_NoPublicPoint_IsNotPublished()
    {
        var input = PublicInputs.Ztf();
        foreach (var point in input.Object["prv_candidates"].AsBsonArray.Concat(input.Object["fp_hists"].AsBsonArray))
            point["programid"] = 3;

        Assert.Equal(Withheld.LightCurve, Make(input).Withheld);
    }

    [Fact]
    public void Make_EveryTopic_IsOneOfTheList() => Assert.All(
        PublicInputs.OfZtf.Concat(PublicInputs.OfLsst).Select(input => Make(input).Message?.Topic).OfType<string>().Distinct(),
        topic => Assert.Contains(topic, _streams.Values.SelectMany(stream => stream.Topics)));

    [Fact]
    public void Make_ForcedPoint_GivesTheMagnitudeBack()
    {
        var input = PublicInputs.Ztf();
        input.Object["fp_hists"] = new BsonArray
        {
            Forced(2460000.5, -11859.88, "0"), Forced(2460001.5, -99999, "0"), Forced(2460002.5, 5, "56"), Forced(2460003.5, 5, null),
        };

        var points = Points(AvroOracle.Read(Make(input).Message!.Value)[0], "fp_hists");

        Assert.Equal([2460000.5, 2460001.5], points.Select(point => (double)point["jd"]));
        var (flux, error) = (Math.Abs((double)points[0]["psfFlux"]), (double)points[0]["psfFluxErr"]);
        Assert.Equal(15.949999, (-2.5 * Math.Log10(flux * 1e-9)) + 23.9, 1e-6);
        Assert.Equal(0.002316, 1.0857362 * error / flux, 1e-6);
        Assert.Null(points[1]["psfFlux"]);
    }

    static BsonDocument Forced(double jd, double flux, string? status) => new()
    {
        { "jd", jd }, { "forcediffimflux", flux }, { "forcediffimfluxunc", 25.300741 }, { "magzpsci", 26.1352 }, { "programid", 1 }, { "band", "r" },
        { "procstatus", status, status is not null },
    };

    PublicVerdict Make(MessageInput input) => _streams[input.Survey.Key].Make(input.ToDocuments());

    /// <summary>With points of other programmes, of no programme and of what is no number among the public ones.</summary>
    static MessageInput WithPrivatePoints(MessageInput input, Random random)
    {
        var changed = input.Copy();
        foreach (var series in new[] { "prv_candidates", "prv_nondetections", "fp_hists" })
        {
            var points = changed.Object[series].AsBsonArray;
            var model = input.Object["prv_candidates"].AsBsonArray[0].AsBsonDocument;
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var point = model.DeepClone().AsBsonDocument;
                point["jd"] = input.Candidate["jd"].AsDouble - (30 * random.NextDouble());
                point["magpsf"] = 12 + (8 * random.NextDouble());
                point["psfFlux"] = 1e12 * random.NextDouble();
                point["programid"] = (BsonValue[])[2, 3, 0, 1.5, "1", BsonNull.Value] is var programs ? programs[random.Next(programs.Length)] : 2;
                if (random.Next(5) == 0)
                    point.Remove("programid");
                points.Insert(random.Next(points.Count + 1), point);
            }
        }

        return changed;
    }

    static void AssertCandidate(BsonDocument stored, GenericRecord sent)
    {
        foreach (var field in sent.Schema.Fields)
        {
            var value = sent[field.Name];
            if (!stored.TryGetValue(field.Name, out var expected))
                Assert.True(value is null or double.NaN or float.NaN, $"{field.Name} is {value}");
            else if (value is GenericEnum symbol)
                Assert.Equal(expected.AsString, symbol.Value);
            else if (value is float single)
                Assert.Equal((float)expected.ToDouble(), single);
            else
                Assert.Equal(BsonTypeMapper.MapToDotNetValue(expected).ToString(), value?.ToString());
        }
    }

    static void AssertStatistics(BsonDocument stored, GenericRecord sent)
    {
        foreach (var band in stored)
        {
            Assert.Equal(band.Value.IsBsonNull, sent[band.Name] is null);
            if (sent[band.Name] is not GenericRecord statistics)
                continue;
            Assert.Equal(band.Value["peak_jd"].AsDouble, statistics["peak_jd"]);
            Assert.Equal((float)band.Value["peak_mag"].AsDouble, statistics["peak_mag"]);
            Assert.Equal(band.Value["rising"].IsBsonNull, statistics["rising"] is null);
            if (statistics["rising"] is GenericRecord rising)
                Assert.Equal(((float)band.Value["rising"]["rate"].AsDouble, band.Value["rising"]["nb_data"].AsInt32), ((float)rising["rate"], (int)rising["nb_data"]));
        }
    }

    static List<GenericRecord> Points(GenericRecord record, string name) => [.. ((object[])record[name]).Cast<GenericRecord>()];
}
