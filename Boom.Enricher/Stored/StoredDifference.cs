using Boom.Core.Bson;
using Boom.Inference;

namespace Boom.Enricher.Stored;

/// <summary>What enrichment would change of an alert as it is stored.</summary>
static class StoredDifference
{
    /// <summary>Whether the properties are others.</summary>
    public static bool InProperties(in EnrichedAlert enriched)
    {
        var found = new BsonReader(enriched.Findings.Fields.Span);
        if (!found.Find("properties"u8))
            return false;
        var stored = new BsonReader(enriched.Alert.Document.Span);
        return !stored.Find("properties"u8) || stored.Type != BsonType.Document || !stored.Value.SequenceEqual(found.Value);
    }

    /// <summary>Whether what is stored of a network is another score, another version or another reason. A score that stays is no change.</summary>
    public static bool InScore(ReadOnlySpan<byte> alert, ScheduledNetwork network, in NetworkOutcome outcome)
    {
        var model = ScoresBson.StoredModel(alert, network.Utf8Key);
        if (outcome.HasScore)
            return Text(model, "version"u8) != network.Network.Manifest.Version || StoredScore(alert, network.Utf8Key) != outcome.Score;
        return Text(model, "version"u8) is null && Text(model, "skipped"u8) != outcome.Reason;
    }

    /// <summary>Whether an alert has a score of the network's present version.</summary>
    public static bool HasScore(ReadOnlySpan<byte> alert, ScheduledNetwork network) =>
        Text(ScoresBson.StoredModel(alert, network.Utf8Key), "version"u8) == network.Network.Manifest.Version && StoredScore(alert, network.Utf8Key) is not null;

    static double? StoredScore(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> key)
    {
        var field = new BsonReader(alert);
        if (!field.Find("classifications"u8) || field.Type != BsonType.Document)
            return null;
        var score = new BsonReader(field.Value);
        return score.Find(key) && score.Type == BsonType.Double ? score.AsDouble() : null;
    }

    static string? Text(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
            return null;
        var field = new BsonReader(document);
        return field.Find(name) && field.Type == BsonType.String ? field.AsString() : null;
    }
}
