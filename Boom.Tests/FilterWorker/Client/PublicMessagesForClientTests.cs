using Boom.Core.Bson;
using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Messages;
using Boom.Tests.Core.Surveys;
using Boom.Tests.Core.Surveys.Lsst;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>
/// What is published is read by the public client. A message that it cannot read ends the program of every subscriber, so there must be none, whatever is
/// stored.
/// </summary>
public sealed class PublicMessagesForClientTests : IDisposable
{
    readonly Dictionary<Survey, PublicStream> _streams = new Survey[] { Survey.Ztf, Survey.Lsst }.ToDictionary(
        survey => survey, survey => PublicStream.Of(SurveyCatalog.Default[survey], SurveyCatalog.Default, EnrichmentSettings.None)!);

    public void Dispose()
    {
        foreach (var stream in _streams.Values)
            stream.Dispose();
    }

    [Theory]
    [InlineData(Survey.Ztf, 150)]
    [InlineData(Survey.Lsst, 200)]
    public void Make_SimulatedNight_EveryMessageFits(Survey survey, int least)
    {
        var messages = 0;
        foreach (var input in NightOf(survey))
            messages += Check(input) ? 1 : 0;
        foreach (var (input, partner) in NightOf(survey).Zip(NightOf(survey == Survey.Ztf ? Survey.Lsst : Survey.Ztf)))
            messages += Check(input with { Partner = partner.Object }) ? 1 : 0;

        Assert.InRange(messages, 2 * least, 600);
    }

    [Fact]
    public void Make_RealZtfPackets_EveryMessageFits()
    {
        var survey = SurveyCatalog.Default[Survey.Ztf];
        var (plain, forced) = (0, 0);
        foreach (var input in TestData.ZtfPackets().SelectMany(path => Inputs(survey, File.ReadAllBytes(path))))
        {
            plain += Check(input) ? 1 : 0;
            forced += Check(AsPublic(input)) ? 1 : 0;
        }

        Assert.InRange(plain, 100, 5000);
        Assert.InRange(forced, plain, 5000);
    }

    [Fact]
    public void Make_RealLsstPackets_EveryMessageFits()
    {
        TestData.Require();
        var schemas = new LsstTestSchemas();
        var survey = new LsstSurvey(schemas);
        var messages = LsstTestPacket.Real.SelectMany(packet => Inputs(survey, packet.Bytes)).Count(Check);

        Assert.InRange(messages, 100, 5000);
    }

    // Every version of the schema, with nulls, NaN and whatever else its types allow.
    [Fact]
    public void Make_RandomLsstPackets_EveryMessageFits()
    {
        var schemas = new LsstTestSchemas();
        var survey = new LsstSurvey(schemas);
        var random = new Random(29);
        var packets = LsstTestSchemas.Versions.SelectMany(version => Enumerable.Range(0, 60).Select(_ => LsstTestPacket.Random(version, random)));
        var messages = packets.SelectMany(packet => Inputs(survey, packet.Bytes)).Count(Check);

        Assert.InRange(messages, 20, 2000);
    }

    [Theory]
    [InlineData(Survey.Ztf)]
    [InlineData(Survey.Lsst)]
    public void Make_OddDocuments_NoMessageOrOneThatFits(Survey survey)
    {
        var random = new Random(31);
        var night = NightOf(survey).Where(input => PublicInputs.Make(input).Message is not null).ToList();
        var partners = Partners(survey);
        var (sent, refused) = (0, 0);
        for (var i = 0; i < 4000; i++)
        {
            var input = (night[i % night.Count] with { Partner = partners[random.Next(partners.Count)] }).Copy();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                OddDocuments.Spoil(input, random);
            if (TryMake(input) is { } message)
            {
                AssertFits(message, input);
                sent++;
            }
            else
            {
                refused++;
            }
        }

        Assert.True(sent > 700 && refused > 70, $"{sent} were sent and {refused} refused.");
    }

    [Theory]
    [InlineData(Survey.Ztf)]
    [InlineData(Survey.Lsst)]
    public void Make_ObjectWithoutAnything_NoMessageOrOneThatFits(Survey survey)
    {
        foreach (var input in NightOf(survey).Take(50))
        {
            foreach (var document in (BsonDocument[])[[], new BsonDocument("_id", input.Object["_id"])])
            {
                if (TryMake(input with { Object = document }) is { } message)
                    AssertFits(message, input);
            }
        }
    }

    // The client knows neither j, h nor k.
    [Fact]
    public void Make_PointsOfBandsThatTheClientLacks_AreLeftOut()
    {
        var input = PublicInputs.Lsst();
        var points = input.Object["prv_candidates"].AsBsonArray;
        foreach (var band in new[] { "j", "h", "k" })
        {
            var point = points[0].DeepClone().AsBsonDocument;
            point["band"] = band;
            points.Add(point);
        }

        var message = TryMake(input)!;

        AssertFits(message, input);
        Assert.Equal(points.Count - 3, ((List<object?>)ClientReader.Read(message.Value)["prv_candidates"]!).Count);
    }

    [Fact]
    public void Make_LsstWithoutSnr_TellsThatOfItsFlux()
    {
        var input = PublicInputs.Lsst();
        input.Candidate.Remove("snr");

        var candidate = (Dictionary<string, object?>)ClientReader.Read(TryMake(input)!.Value)["candidate"]!;

        Assert.Equal((float)input.Candidate["snr_psf"].ToDouble(), candidate["snr"]);
    }

    [Fact]
    public void Make_LsstWithoutAnySnr_IsNotPublished()
    {
        var input = PublicInputs.Lsst();
        input.Candidate.Remove("snr");
        input.Candidate.Remove("snr_psf");

        Assert.Equal(Withheld.Incomplete, PublicInputs.Make(input).Withheld);
    }

    [Theory]
    [InlineData(Survey.Ztf, "fid", 4)]
    [InlineData(Survey.Ztf, "fid", 0)]
    [InlineData(Survey.Ztf, "ndethist", -1)]
    [InlineData(Survey.Ztf, "ncovhist", -99)]
    [InlineData(Survey.Ztf, "nmtchps", -1)]
    [InlineData(Survey.Ztf, "band", "j")]
    [InlineData(Survey.Lsst, "detector", -1)]
    public void Make_NumberThatTheClientRefuses_IsNotPublished(Survey survey, string field, object value)
    {
        var input = survey == Survey.Ztf ? PublicInputs.Ztf() : PublicInputs.Lsst();
        input.Candidate[field] = BsonValue.Create(value);

        Assert.Equal(Withheld.Incomplete, PublicInputs.Make(input).Withheld);
    }

    static IReadOnlyList<MessageInput> NightOf(Survey survey) => survey == Survey.Ztf ? PublicInputs.OfZtf : PublicInputs.OfLsst;

    // Objects of every survey, whichever is the partner: an alias is but a name.
    static List<BsonDocument?> Partners(Survey survey)
    {
        var partner = survey == Survey.Ztf ? Survey.Lsst : Survey.Ztf;
        var objects = NightOf(partner).Take(60).Concat(MessageDocuments.Simulated(Survey.Decam, 20)).Concat(MessageDocuments.Simulated(Survey.Winter, 20));
        return [null, .. objects.Select(input => input.Object)];
    }

    static IEnumerable<MessageInput> Inputs(ISurvey survey, byte[] packet)
    {
        var alerts = new List<ISurveyAlert>();
        var decoding = survey.DecodeAsync(packet, alerts, default);
        Assert.True(decoding.IsCompletedSuccessfully);
        return alerts.Select(alert => MessageInput.Of(survey, StoredDocuments.Of(survey, alert)));
    }

    // Those of years without the score and those of other programmes have been somebody's to see: their fields are as good as any.
    static MessageInput AsPublic(MessageInput input)
    {
        var open = input.Copy();
        (open.Candidate["drb"], open.Candidate["programid"]) = (0.9, 1);
        foreach (var point in open.Object.Where(field => field.Value is BsonArray).SelectMany(field => field.Value.AsBsonArray.OfType<BsonDocument>()))
            point["programid"] = 1;
        return open;
    }

    PublicMessage? TryMake(MessageInput input)
    {
        try
        {
            return _streams[input.Survey.Key].Make(OddDocuments.ToDocuments(input)).Message;
        }
        catch (BsonFormatException)
        {
            // Such an alert becomes a dead letter.
            return null;
        }
    }

    bool Check(MessageInput input)
    {
        if (TryMake(input) is not { } message)
            return false;
        AssertFits(message, input);
        return true;
    }

    void AssertFits(PublicMessage message, MessageInput input)
    {
        Assert.Contains(message.Topic, _streams[input.Survey.Key].Topics);
        var problems = ClientReader.FindProblems(message.Topic, message.Value);
        Assert.True(problems.Count == 0, $"{input.Survey.Key} {input.Candid}: {string.Join("; ", problems)}");
    }
}
