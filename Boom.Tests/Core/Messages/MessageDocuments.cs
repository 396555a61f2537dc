using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Tests.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Tests.Core.Messages;

/// <summary>Stored documents that messages are made of, from simulated packets.</summary>
static class MessageDocuments
{
    /// <summary>Alerts of a simulated night with their objects, enriched.</summary>
    public static List<MessageInput> Simulated(Survey survey, int alerts, ulong seed = 3)
    {
        var of = SurveyCatalog.Default[survey];
        var options = new SimulationOptions { Survey = survey, Seed = seed, Alerts = alerts };
        var night = new SimulatedNight(survey == Survey.Lsst ? options with { Visit = alerts / 2 } : options);
        return [.. night.Packets().SelectMany(packet => StoredDocuments.Of(of, packet.ToArray())).Select(stored => MessageInput.Of(of, stored))];
    }

    public static BsonDocument Parse(byte[] document) => BsonSerializer.Deserialize<BsonDocument>(document);
}

/// <summary>Documents that a test changes before a message is made of them.</summary>
sealed record MessageInput(ISurvey Survey, BsonDocument Alert, BsonDocument Object, BsonDocument? Partner = null)
{
    public BsonDocument Candidate => Alert["candidate"].AsBsonDocument;

    public long Candid => Alert["_id"].AsInt64;

    public static MessageInput Of(ISurvey survey, StoredDocuments stored)
    {
        var alert = stored.Alert.DeepClone().AsBsonDocument;
        var document = MessageDocuments.Parse(stored.Object);
        document.InsertAt(0, new BsonElement("_id", alert["objectId"]));
        return new MessageInput(survey, alert, document).Enriched();
    }

    /// <summary>With the properties that enrichment writes.</summary>
    public MessageInput Enriched()
    {
        Alert["properties"] = StoredDocuments.Properties(Survey.CreateEnrichment(EnrichmentSettings.None), Alert, Object.ToBson(), Partner?.ToBson());
        return this;
    }

    public MessageInput Copy() => this with
    {
        Alert = Alert.DeepClone().AsBsonDocument,
        Object = Object.DeepClone().AsBsonDocument,
        Partner = Partner?.DeepClone().AsBsonDocument,
    };

    public AlertDocuments ToDocuments() => AlertDocuments.Of(
        Survey, AlertToEnrich.Read(Candid, Alert.ToBson()), Object.ToBson(), Partner is null ? ReadOnlyMemory<byte>.Empty : Partner.ToBson());
}
