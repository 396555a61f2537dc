using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using BsonType = MongoDB.Bson.BsonType;

namespace Boom.Tests.Core.Surveys;

/// <summary>What is stored of one alert, read by the MongoDB driver, without any store.</summary>
sealed class StoredDocuments
{
    StoredDocuments(AlertWrite write)
    {
        Write = write;
        Alert = Document(write.AlertDocument);
        Cutouts = write.CutoutsDocument.IsEmpty ? null : Document(write.CutoutsDocument);
        Insert = Document(write.Object.InsertFields);
        Set = Document(write.Object.SetFields);
        Arrays = write.Object.Arrays.ToDictionary(array => array.Name, array => (IReadOnlyList<BsonDocument>)[.. array.Points.Select(point => Document(point.Document))]);
    }

    public AlertWrite Write { get; }

    public BsonDocument Alert { get; }

    public BsonDocument Candidate => Alert["candidate"].AsBsonDocument;

    public BsonDocument? Cutouts { get; }

    public BsonDocument Insert { get; }

    public BsonDocument Set { get; }

    public IReadOnlyDictionary<string, IReadOnlyList<BsonDocument>> Arrays { get; }

    /// <summary>The object that the alert makes.</summary>
    public byte[] Object => new BsonDocument(Insert.Concat(Set).Concat(Arrays.Select(array => new BsonElement(array.Key, new BsonArray(array.Value))))).ToBson();

    /// <summary>The documents of a sound packet's alerts.</summary>
    public static List<StoredDocuments> Of(ISurvey survey, byte[] packet)
    {
        var alerts = Decode(survey, packet, out var fault);
        Assert.Null(fault);
        return alerts.ConvertAll(alert => Of(survey, alert));
    }

    /// <summary>The documents of an alert.</summary>
    public static StoredDocuments Of(ISurvey survey, ISurveyAlert alert)
    {
        using var writer = new BsonWriter();
        var context = new MappingContext(
            new PacketOrigin("topic", 1, 2, 3), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "boom test");
        return new StoredDocuments(survey.Map(alert, context, writer));
    }

    /// <summary>Why a packet is refused; it must bring no alert.</summary>
    public static PacketFault Refused(ISurvey survey, byte[] packet)
    {
        Assert.Empty(Decode(survey, packet, out var fault));
        return fault ?? throw new Xunit.Sdk.XunitException("The packet was taken.");
    }

    /// <summary>What enrichment writes of the alert, as the first of its object.</summary>
    public BsonDocument Properties(ISurveyEnrichment enrichment, byte[]? objectDocument = null, byte[]? partner = null) =>
        Properties(enrichment, Alert, objectDocument ?? Object, partner);

    /// <summary>What enrichment writes of an alert document.</summary>
    public static BsonDocument Properties(ISurveyEnrichment enrichment, BsonDocument alert, byte[] objectDocument, byte[]? partner = null)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        Assert.True(enrichment.Write(writer, AlertToEnrich.Read(1, alert.ToBson()), objectDocument, partner));
        return Document(writer.EndRoot())["properties"].AsBsonDocument;
    }

    /// <summary>Frame fields are as every survey's, and no value is null.</summary>
    public void AssertFrame(string[] partners)
    {
        foreach (var document in Arrays.Values.SelectMany(array => array).Concat([Alert, Insert, Set]))
            AssertNoNull(document);
        var coordinates = Alert["coordinates"].AsBsonDocument;
        Assert.Equal(Candidate["ra"].AsDouble - 180, coordinates["radec_geojson"]["coordinates"][0].AsDouble);
        Assert.Equal(Candidate["dec"].AsDouble, coordinates["radec_geojson"]["coordinates"][1].AsDouble);
        Assert.Equal(BsonType.Int64, coordinates["healpix_29"].BsonType);
        Assert.Equal(Insert["coordinates"], coordinates);
        Assert.Equal(2461042.6278356481, Alert["created_at"].AsDouble, 1e-9);
        Assert.Equal(partners, Insert["aliases"].AsBsonDocument.Names);
        Assert.Equal(["updated_at"], Set.Names);
        Assert.Empty(Insert["cross_matches"].AsBsonDocument);
        Assert.All(Arrays.Values, array => Assert.Equal(array.Select(point => point["jd"].AsDouble).Distinct().Order(), array.Select(point => point["jd"].AsDouble)));
    }

    /// <summary>A document has these fields of these types and no others.</summary>
    public static void AssertSame(IReadOnlyDictionary<string, object> expected, BsonDocument stored)
    {
        var actual = stored.ToDictionary();
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected)
            Assert.True(value.Equals(actual[name]), $"{name}: expected {value} ({value.GetType().Name}), stored {actual[name]} ({actual[name].GetType().Name})");
    }

    static List<ISurveyAlert> Decode(ISurvey survey, byte[] packet, out PacketFault? fault)
    {
        var alerts = new List<ISurveyAlert>();
        var decoding = survey.DecodeAsync(packet, alerts, default);
        Assert.True(decoding.IsCompletedSuccessfully);
        fault = decoding.GetAwaiter().GetResult();
        return alerts;
    }

    static void AssertNoNull(BsonValue value)
    {
        Assert.NotEqual(BsonType.Null, value.BsonType);
        var inner = value switch { BsonDocument document => document.Values, BsonArray array => array.AsEnumerable(), _ => [] };
        foreach (var item in inner)
            AssertNoNull(item);
    }

    static BsonDocument Document(ReadOnlyMemory<byte> bytes) => MongoDB.Bson.Serialization.BsonSerializer.Deserialize<BsonDocument>(bytes.ToArray());
}
