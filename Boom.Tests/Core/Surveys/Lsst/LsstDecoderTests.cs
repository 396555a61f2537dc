using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Surveys.Lsst;

public sealed class LsstDecoderTests
{
    const double Day = 60961.25;

    // Specification 20, 17.4.
    [Fact]
    public async Task Decode_PublishedAlert_HasItsIdentityPlaceAndTime()
    {
        var alert = await PublishedAsync();

        Assert.Equal(7912941781254298, alert.Candid);
        Assert.Equal("7912941781254298", alert.ObjectId);
        Assert.Null(alert.SsObjectId);
        Assert.Equal(55.75212760972686, alert.Position.RaDegrees);
        Assert.Equal(-32.26847858422095, alert.Position.DecDegrees);
        Assert.Equal(2460961.732664, alert.Jd, 1e-6);
        Assert.Equal((null, 1), (alert.Jdstarthist, alert.Ndethist));
        Assert.Equal((1, 0), (alert.Detections.Length, alert.Forced.Length));
        Assert.Equal((34560, 34560, 69120), (alert.CutoutDifference.Length, alert.CutoutScience.Length, alert.CutoutTemplate.Length));
        Assert.Equal("9.0", alert.Schema.Version);
    }

    [Fact]
    public async Task Map_PublishedAlert_HasItsPhotometry()
    {
        using var writer = new BsonWriter();
        var write = new LsstEdit().Map(await PublishedAsync(), writer);
        var candidate = LsstEdit.Document(write.AlertDocument)["candidate"].AsBsonDocument;

        Assert.Equal((943296, 168), (candidate["visit"].AsInt64, candidate["detector"].AsInt32));
        Assert.Equal(-1230.27576, candidate["psfFlux"].AsDouble, 1e-4);
        Assert.Equal(245.936798, candidate["psfFluxErr"].AsDouble, 1e-5);
        Assert.Equal(23.674994, candidate["magpsf"].AsDouble, 1e-6);
        Assert.Equal(0.217043, candidate["sigmapsf"].AsDouble, 1e-6);
        Assert.Equal(23.675514, candidate["diffmaglim"].AsDouble, 1e-5);
        Assert.Equal(5.002406, candidate["snr_psf"].AsDouble, 1e-6);
        Assert.False(candidate["isdiffpos"].AsBoolean);
        Assert.Equal(25.495255, candidate["magap"].AsDouble, 1e-6);
        Assert.Equal(2.733424, candidate["sigmagap"].AsDouble, 1e-6);
        Assert.Equal(0.3972073, candidate["snr_ap"].AsDouble, 1e-6);
        Assert.Equal(1.0173874, candidate["chipsf"].AsDouble, 1e-6);
        Assert.Equal(5.0520844, candidate["snr"].AsDouble, 1e-6);
        Assert.Equal(0.11247663, candidate["reliability"].AsDouble, 1e-7);
        Assert.Equal("r", candidate["band"].AsString);
        Assert.False(candidate.Contains("jdstarthist"));
        Assert.Equal(23.674994, write.Magpsf!.Value, 1e-6);
    }

    [Theory]
    [InlineData(new byte[0], "not-avro")]
    [InlineData(new byte[] { 0 }, "truncated")]
    [InlineData(new byte[] { 0, 0, 0, 4 }, "truncated")]
    [InlineData(new byte[] { 0, 0, 0, 4, 77 }, "truncated")]
    [InlineData(new byte[] { 0, 0, 0, 0, 7 }, "unknown-schema")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255, 1, 2 }, "unknown-schema")]
    [InlineData(new byte[] { 79, 98, 106 }, "not-avro")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0 }, "not-avro")]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6 }, "not-avro")]
    public async Task Decode_NoWholePacket_SaysSo(byte[] packet, string reason)
    {
        var fault = await DecodeAsync(packet, []);

        Assert.Equal(reason, fault!.Reason);
        Assert.EndsWith(".", fault.Detail);
    }

    [Fact]
    public async Task Decode_BytesBehindTheRecord_IsCorrupt() =>
        Assert.Equal("corrupt", (await DecodeAsync(new LsstEdit().Packet.Append((byte)0).ToArray(), []))!.Reason);

    [Fact]
    public async Task Decode_PacketOfAnotherSurvey_SaysWhose()
    {
        var fault = await DecodeAsync(Container(ZtfSchemas.Version402), []);

        Assert.Equal(("foreign", "Packet of ZTF (ztf.alert), not of LSST."), (fault!.Reason, fault.Detail));
    }

    [Fact]
    public async Task Decode_SimulationOfTheSameSurvey_IsForeign()
    {
        var fault = await DecodeAsync(Container("""{"type": "record", "name": "elasticc.v0_9.alert", "fields": [{"name": "alertId", "type": "long"}]}"""u8), []);

        Assert.Equal("foreign", fault!.Reason);
        Assert.Contains("ELAsTiCC", fault.Detail);
    }

    [Fact]
    public async Task Decode_SchemaThatComesLater_WaitsForIt()
    {
        var schemas = new LateSchemas();
        var alerts = new List<ISurveyAlert>();
        var decoding = new LsstDecoder(schemas).DecodeAsync(new LsstEdit().Packet, alerts, TestContext.Current.CancellationToken);
        Assert.False(decoding.IsCompleted);

        schemas.Answer.SetResult(new WriterSchema(LsstSchemas.Text(new Version(11, 1))));

        Assert.Null(await decoding);
        Assert.Single(alerts);
    }

    [Fact]
    public async Task Decode_RegistryAway_IsNoFaultOfThePacket()
    {
        var schemas = new LateSchemas();
        schemas.Answer.SetException(new TransientFaultException("The registry does not answer."));

        await Assert.ThrowsAsync<TransientFaultException>(async () =>
            await new LsstDecoder(schemas).DecodeAsync(new LsstEdit().Packet, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Decode_AnotherTextForAKnownNumber_IsReadByIt()
    {
        var schemas = new OneSchema("""{"type": "record", "name": "lsst.v11_1.alert", "fields": []}""");
        var decoder = new LsstDecoder(schemas);
        var packet = new LsstEdit().Packet;
        Assert.Equal("missing-field", (await decoder.DecodeAsync(packet, [], TestContext.Current.CancellationToken))!.Reason);

        schemas.Json = LsstSchemas.Text(new Version(11, 1))!;

        Assert.Null(await decoder.DecodeAsync(packet, [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Decode_NoKey_IsRefused()
    {
        Assert.Equal("identity", (await new LsstEdit().SetSource("diaSourceId", 0L).FaultAsync())!.Reason);
    }

    [Theory]
    [InlineData(7L, 8L, "7")]
    [InlineData(0L, 8L, "sso8")]
    [InlineData(null, 8L, "sso8")]
    [InlineData(null, null, "42")]
    [InlineData(0L, 0L, "42")]
    public async Task Decode_Identifiers_NameTheObject(long? diaObjectId, long? ssObjectId, string expected)
    {
        var alert = await new LsstEdit().Set("diaObject", null).Set("ssSource", null)
            .SetSource("diaObjectId", diaObjectId).SetSource("ssObjectId", ssObjectId).AlertAsync();

        Assert.Equal(expected, alert.ObjectId);
        Assert.Equal(ssObjectId is 0 ? null : ssObjectId, alert.SsObjectId);
    }

    [Theory]
    [InlineData("ra", -0.1, "coordinates")]
    [InlineData("ra", double.NaN, "coordinates")]
    [InlineData("dec", 90.5, "coordinates")]
    [InlineData("midpointMjdTai", double.NaN, "jd")]
    [InlineData("midpointMjdTai", 2460961.7, "jd")]
    [InlineData("midpointMjdTai", 0.0, "jd")]
    public async Task Decode_PlaceOrTimeThatCannotBe_IsRefused(string field, double value, string reason)
    {
        var fault = await new LsstEdit().SetSource(field, value).FaultAsync();

        Assert.Equal((reason, 42L, "7"), (fault!.Reason, fault.Candid, fault.ObjectId));
        Assert.EndsWith(".", fault.Detail);
    }

    [Theory]
    [InlineData("psfFlux")]
    [InlineData("psfFluxErr")]
    [InlineData("apFlux")]
    [InlineData("apFluxErr")]
    [InlineData("band")]
    [InlineData("reliability")]
    public async Task Decode_AbsentValue_CostsTheFieldAlone(string field)
    {
        using var writer = new BsonWriter();
        var write = await new LsstEdit().SetSource("psfFlux", 100f).SetSource("psfFluxErr", 10f).SetSource(field, null)
            .Set("cutoutTemplate", null).Set("diaObject", null).MapAsync(writer);

        var candidate = LsstEdit.Document(write.AlertDocument)["candidate"].AsBsonDocument;
        Assert.False(candidate.Contains(field));
        Assert.Equal(field != "psfFlux", candidate.Contains("magpsf"));
        Assert.Equal(field != "psfFlux", write.Magpsf is not null);
        Assert.Equal(field != "psfFluxErr", candidate.Contains("diffmaglim"));
        Assert.False(candidate.Contains("ndethist"));
    }

    [Fact]
    public async Task Decode_BandOfNoFilter_IsKeptAsItIs()
    {
        using var writer = new BsonWriter();
        var write = await new LsstEdit().SetSource("band", "white").MapAsync(writer);

        Assert.Equal("white", LsstEdit.Document(write.AlertDocument)["candidate"]["band"].AsString);
    }

    [Fact]
    public async Task Decode_TimeInSecondsSince1970_IsThatTime()
    {
        var alert = await new LsstEdit().SetSource("midpointMjdTai", 1480360995.0).AlertAsync();

        // 2016-11-28T19:23:15 TAI, 36 s before UTC.
        Assert.Equal(2457721.3074, alert.Jd, 1e-4);
    }

    [Fact]
    public async Task Decode_PointsWithoutTime_AreLeftOut()
    {
        var alert = await new LsstEdit().SetSource("midpointMjdTai", Day)
            .Set("prvDiaSources", new object[] { LsstEdit.Detection(double.NaN, 1), LsstEdit.Detection(Day - 1, 2), LsstEdit.Detection(1e6, 3) })
            .Set("prvDiaForcedSources", new object[] { LsstEdit.Forced(-5, 1), LsstEdit.Forced(Day - 1, 2), LsstEdit.Forced(double.PositiveInfinity, 3) })
            .AlertAsync();

        Assert.Equal((2, 1), (alert.Detections.Length, alert.Forced.Length));
    }

    [Fact]
    public async Task Decode_PointsOfOneTime_KeepTheAlertsOwnAndTheLowestIdentifier()
    {
        using var writer = new BsonWriter();
        var write = await new LsstEdit().SetSource("midpointMjdTai", Day).Set("prvDiaSources", new object[]
        {
            LsstEdit.Detection(Day - 2, 9), LsstEdit.Detection(Day, 3), LsstEdit.Detection(Day - 2, 5), LsstEdit.Detection(Day + 1, 6),
        }).MapAsync(writer);

        long[] ids = [.. write.Object.Arrays[0].Points.Select(point => LsstEdit.Document(point.Document)["diaSourceId"].AsInt64)];
        Assert.Equal([5, 42, 6], ids);
    }

    static async Task<LsstAlert> PublishedAsync()
    {
        var packet = File.ReadAllBytes(Path.Combine(TestData.Require(), "alerts", "lsst", "v9.0", "7912941781254298.avro"));
        Assert.Equal([0, 0, 0, 3, 0x84], packet[..5]);
        var alerts = new List<ISurveyAlert>();
        Assert.Null(await DecodeAsync(packet, alerts));
        return (LsstAlert)Assert.Single(alerts);
    }

    static ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts) =>
        new LsstDecoder(new IncludedSchemas()).DecodeAsync(packet, alerts, TestContext.Current.CancellationToken);

    static byte[] Container(ReadOnlySpan<byte> schema)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new AvroContainerWriter(schema, AvroCodec.Null, new byte[16]).WriteFile(output, [0], 1);
        return output.WrittenSpan.ToArray();
    }

    sealed class LateSchemas : IWriterSchemas
    {
        public TaskCompletionSource<WriterSchema> Answer { get; } = new();

        public ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken) => new(Answer.Task);
    }

    sealed class OneSchema(string json) : IWriterSchemas
    {
        public string Json { get; set; } = json;

        public ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken) => new(new WriterSchema(Json));
    }
}
