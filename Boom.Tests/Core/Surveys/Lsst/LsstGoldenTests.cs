using Avro.Generic;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Avro;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using Xunit;
using BsonType = MongoDB.Bson.BsonType;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>
/// Stored documents of every real packet, and of packets of every schema version with values by chance, against an independent derivation: the packet read by
/// Apache.Avro, the fields of the data model picked one by one, derived values computed here.
/// </summary>
public sealed class LsstGoldenTests
{
    const int RandomPackets = 40;
    const int RealAlerts = 125;
    const double JdTolerance = 1e-9;

    static readonly DateTimeOffset StoredAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Kinds => ["real", .. LsstTestSchemas.Versions];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Map_EveryPacket_StoresTheCandidateFieldByField(string kind) => ForEveryAlertAsync(kind, (record, stored) =>
    {
        var source = (GenericRecord)record.Get("diaSource")!;
        var expected = LsstExpectation.Source(source, LsstExpectation.ObjectId(record));
        if (record.Get("diaObject") is GenericRecord diaObject)
        {
            if (diaObject.Get("nDiaSources") is int count)
                expected["ndethist"] = count;
            if (diaObject.Get("firstDiaSourceMjdTai") is double first and > 0)
                expected["jdstarthist"] = JdOf(first);
        }

        AssertSame(expected, stored.Alert["candidate"].AsBsonDocument, LsstExpectation.Mjd(source));
        Assert.Equal(source.Get("diaSourceId"), stored.Alert["_id"].AsInt64);
        Assert.Equal(LsstExpectation.ObjectId(record), stored.Alert["objectId"].AsString);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Map_EveryPacket_StoresTheSolarSystemSourceFieldByField(string kind) => ForEveryAlertAsync(kind, (record, stored) =>
    {
        var body = LsstExpectation.SsObjectId(record);
        Assert.Equal(body is null ? BsonNull.Value : (BsonValue)body.ToString(), stored.Alert["ssObjectId"]);
        if (record.Get("ssSource") is GenericRecord source)
            AssertSame(LsstExpectation.Fields(source, LsstStoredFields.SsSource), stored.Alert["ss_source"].AsBsonDocument, null);
        else
            Assert.Equal(BsonNull.Value, stored.Alert["ss_source"]);
        Assert.Equal(body is not null, stored.Set.GetValue("is_sso", stored.Insert.GetValue("is_sso", BsonNull.Value)).AsBoolean);
        Assert.Equal((record.Get("ssSource") as GenericRecord)?.Get("designation"), stored.Set.GetValue("designation", BsonNull.Value) is BsonString name ? name.Value : null);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Map_EveryPacket_StoresDetectionsFieldByField(string kind) => ForEveryAlertAsync(kind, (record, stored) =>
    {
        var expected = LsstExpectation.ByTime(record, "prvDiaSources", "diaSourceId");
        var own = (GenericRecord)record.Get("diaSource")!;
        expected[LsstExpectation.Mjd(own)] = own;
        var objectId = LsstExpectation.ObjectId(record);

        AssertPoints(expected, stored.Array("prv_candidates"), point => LsstExpectation.Source(point, objectId));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Map_EveryPacket_StoresForcedPhotometryFieldByField(string kind) => ForEveryAlertAsync(kind, (record, stored) =>
        AssertPoints(LsstExpectation.ByTime(record, "prvDiaForcedSources", "diaForcedSourceId"), stored.Array("fp_hists"), LsstExpectation.Forced));

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Map_EveryPacket_KeepsCutoutsAndStoresNoOtherNull(string kind) => ForEveryAlertAsync(kind, (record, stored) =>
    {
        foreach (var name in new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" })
        {
            var image = record.Get(name) as byte[] ?? (record.Get(name) as GenericRecord)?.Get("stampData") as byte[];
            Assert.Equal(image is { Length: > 0 } ? image : null, stored.Cutouts?.GetValue(name, BsonNull.Value) is BsonBinaryData data ? data.Bytes : null);
        }

        stored.Alert.Remove("ssObjectId");
        stored.Alert.Remove("ss_source");
        foreach (var document in stored.All())
            AssertNoNull(document);
        var candidate = stored.Alert["candidate"].AsBsonDocument;
        Assert.Equal(candidate["ra"].AsDouble - 180, stored.Alert["coordinates"]["radec_geojson"]["coordinates"][0].AsDouble);
        Assert.Equal(stored.Insert["coordinates"], stored.Alert["coordinates"]);
        Assert.Equal(2461042.6278356481, stored.Alert["created_at"].AsDouble, 1e-9);
        Assert.Equal(["ZTF", "DECAM"], stored.Insert["aliases"].AsBsonDocument.Names);
    });

    static async Task ForEveryAlertAsync(string kind, Action<GenericRecord, Stored> check)
    {
        var survey = new LsstSurvey(new LsstTestSchemas());
        using var writer = new BsonWriter();
        var checkedCount = 0;
        var random = new Random(17);
        foreach (var packet in kind == "real" ? LsstTestPacket.Real : Enumerable.Range(0, RandomPackets).Select(_ => LsstTestPacket.Random(kind, random)))
        {
            var alerts = new List<ISurveyAlert>();
            var fault = await survey.DecodeAsync(packet.Bytes, alerts, TestContext.Current.CancellationToken);
            Assert.Null(fault);
            Assert.Equal(packet.Records.Count, alerts.Count);
            for (var i = 0; i < alerts.Count; i++, checkedCount++)
            {
                writer.Reset();
                var context = new MappingContext(new PacketOrigin("topic", 1, 2, 3), StoredAt, "boom test");
                try
                {
                    check(packet.Records[i], new Stored(survey.Map(alerts[i], context, writer)));
                }
                catch (Exception exception)
                {
                    throw new Xunit.Sdk.XunitException($"{packet.Name}: {exception.Message}");
                }
            }
        }

        Assert.True(checkedCount >= (kind == "real" ? RealAlerts : RandomPackets), $"only {checkedCount} alerts were checked");
    }

    static void AssertPoints(Dictionary<double, GenericRecord> expected, List<BsonDocument> stored, Func<GenericRecord, Dictionary<string, object>> derive)
    {
        Assert.Equal(expected.Count, stored.Count);
        var previous = 0.0;
        foreach (var (point, document) in expected.OrderBy(entry => entry.Key).Zip(stored))
        {
            Assert.Equal("jd", document.GetElement(0).Name);
            Assert.True(document["jd"].AsDouble > previous);
            previous = document["jd"].AsDouble;
            AssertSame(derive(point.Value), document, point.Key);
        }
    }

    static void AssertSame(Dictionary<string, object> expected, BsonDocument stored, double? mjdTai)
    {
        if (mjdTai is { } mjd)
            expected["jd"] = JdOf(mjd);
        var names = stored.Names.ToHashSet(StringComparer.Ordinal);
        if (!names.SetEquals(expected.Keys) || names.Count != stored.ElementCount)
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), stored.Names.Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected)
        {
            if (name is "jd" or "jdstarthist")
                Assert.Equal((double)value, stored[name].AsDouble, JdTolerance);
            else
                AssertSame(name, value, stored[name]);
        }
    }

    static void AssertSame(string name, object expected, BsonValue stored)
    {
        if (!expected.Equals(BsonTypeMapper.MapToDotNetValue(stored)))
            Assert.Fail($"{name}: expected {expected} ({expected.GetType().Name}), stored {stored} ({stored.BsonType})");
    }

    static void AssertNoNull(BsonValue value)
    {
        Assert.NotEqual(BsonType.Null, value.BsonType);
        foreach (var item in value switch { BsonDocument document => document.Values, BsonArray array => array.AsEnumerable(), _ => [] })
            AssertNoNull(item);
    }

    // TAI - UTC of the years that there are packets of.
    static double JdOf(double mjdTai) => mjdTai + 2400000.5 - (mjdTai switch { < 57204 => 35.0, < 57754 => 36.0, _ => 37.0 } / 86400);

    sealed class Stored(AlertWrite write)
    {
        public BsonDocument Alert { get; } = Document(write.AlertDocument);

        public BsonDocument? Cutouts { get; } = write.CutoutsDocument.IsEmpty ? null : Document(CutoutImages.Expand(write.CutoutsDocument.ToArray())!);

        public BsonDocument Insert { get; } = Document(write.Object.InsertFields);

        public BsonDocument Set { get; } = Document(write.Object.SetFields);

        public List<BsonDocument> Array(string name) => [.. write.Object.Arrays.Single(array => array.Name == name).Points.Select(point => Document(point.Document))];

        public IEnumerable<BsonDocument> All() => write.Object.Arrays.SelectMany(array => Array(array.Name)).Concat([Alert, Insert, Set]);

        static BsonDocument Document(ReadOnlyMemory<byte> bytes) => BsonSerializer.Deserialize<BsonDocument>(bytes.ToArray());
    }
}
