using System.Text;
using Boom.Core.Bson;

namespace Boom.Core.Store;

/// <summary>
/// Scores that nobody had asked for when an alert was enriched: <c>boom.enrichment.models.KEY.skipped</c> says so. An alert that is sent back for them, which
/// is done once, has the time of it in <c>boom.sent_back_at</c>; its enricher leaves none of them out.
/// </summary>
public static class AskedScores
{
    /// <summary>What is stored in the place of such a score.</summary>
    public const string NotAsked = "not asked";

    /// <summary>Whether an alert has been sent back for scores.</summary>
    public static bool IsSentBack(ReadOnlySpan<byte> alert)
    {
        var stamps = Inner(alert, "boom"u8);
        return !stamps.IsEmpty && new BsonReader(stamps).Find("sent_back_at"u8);
    }

    /// <summary>The networks whose scores were left out and that the alert can be sent back for, as stored; empty for none.</summary>
    /// <param name="alert">The alert document.</param>
    /// <exception cref="BsonFormatException">It is not one.</exception>
    public static IReadOnlyList<string> Missing(ReadOnlySpan<byte> alert)
    {
        var stamps = Inner(alert, "boom"u8);
        var models = Inner(Inner(stamps, "enrichment"u8), "models"u8);
        if (models.IsEmpty || new BsonReader(stamps).Find("sent_back_at"u8))
            return [];
        List<string>? missing = null;
        var model = new BsonReader(models);
        while (model.Read())
        {
            if (model.Type == BsonType.Document && IsNotAsked(model.Value))
                (missing ??= []).Add(Encoding.UTF8.GetString(model.Name));
        }

        return missing ?? (IReadOnlyList<string>)[];
    }

    static bool IsNotAsked(ReadOnlySpan<byte> model)
    {
        var reason = new BsonReader(model);
        return reason.Find("skipped"u8) && reason.Type == BsonType.String && reason.AsUtf8().SequenceEqual("not asked"u8);
    }

    static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
            return default;
        var field = new BsonReader(document);
        return field.Find(name) && field.Type == BsonType.Document ? field.Value : default;
    }
}

/// <summary>An alert that is to be sent back for scores.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="ReadAtMs">The mark that it had when it was read (<see cref="EnrichmentStamp.ReadMs"/>): one that has another meanwhile was written by somebody else.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public readonly record struct ScoreRequest(long Candid, long ReadAtMs, long AtMs);
