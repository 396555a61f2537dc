using Boom.Core.Bson;
using Boom.Inference;

namespace Boom.Enricher;

/// <summary>Scores as they are stored: <c>classifications.KEY</c>, and <c>boom.enrichment.models.KEY</c> with version and time, or why there is no score.</summary>
static class ScoresBson
{
    /// <summary>
    /// Writes the scores, after those that stay: what an earlier run has stored stays unless its network ran again. Writes nothing, and answers
    /// false, when there is none.
    /// </summary>
    /// <param name="writer">With the document of the update open.</param>
    /// <param name="alert">The alert as stored.</param>
    /// <param name="networks">Networks.</param>
    /// <param name="outcomes">Of each network.</param>
    public static bool WriteClassifications(
        BsonWriter writer, ReadOnlySpan<byte> alert, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        if (!HasScore(outcomes))
            return false;
        var scores = writer.BeginDocument("classifications"u8);
        var stored = new BsonReader(alert);
        if (stored.Find("classifications"u8) && stored.Type == BsonType.Document)
            CopyOthers(writer, stored.Value, networks, outcomes);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].HasScore)
                writer.Double(networks[i].Utf8Key, outcomes[i].Score);
        }

        writer.End(scores);
        return true;
    }

    /// <summary>
    /// Writes what made each score. A network that did not run and has made the score that stays keeps its version; of any other that did not run there is
    /// the reason.
    /// </summary>
    /// <inheritdoc cref="WriteClassifications"/>
    public static void WriteModels(
        BsonWriter writer, ReadOnlySpan<byte> alert, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes, DateTimeOffset at)
    {
        var stored = StoredModels(alert);
        if (outcomes.IsEmpty && stored.IsEmpty)
            return;
        var models = writer.BeginDocument("models"u8);
        if (!stored.IsEmpty)
            CopyVersions(writer, stored, networks, outcomes);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (!outcomes[i].HasScore && HasVersion(stored, networks[i].Utf8Key))
                continue;
            var model = writer.BeginDocument(networks[i].Utf8Key);
            if (outcomes[i].HasScore)
            {
                writer.String("version"u8, networks[i].Network.Manifest.Version);
                writer.DateTime("at"u8, at.ToUnixTimeMilliseconds());
            }
            else
            {
                writer.String("skipped"u8, outcomes[i].Reason);
            }

            writer.End(model);
        }

        writer.End(models);
    }

    static bool HasScore(ReadOnlySpan<NetworkOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.HasScore)
                return true;
        }

        return false;
    }

    static void CopyOthers(BsonWriter writer, ReadOnlySpan<byte> document, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        var field = new BsonReader(document);
        while (field.Read())
        {
            if (!IsScored(field.Name, networks, outcomes))
                writer.RawElements(field.Element);
        }
    }

    static void CopyVersions(BsonWriter writer, ReadOnlySpan<byte> document, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        var field = new BsonReader(document);
        while (field.Read())
        {
            var isOfNow = IsAsked(field.Name, networks, outcomes);
            if (!IsScored(field.Name, networks, outcomes) && (!isOfNow || HasVersion(document, field.Name)))
                writer.RawElements(field.Element);
        }
    }

    static bool IsScored(ReadOnlySpan<byte> name, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].HasScore && name.SequenceEqual(networks[i].Utf8Key))
                return true;
        }

        return false;
    }

    static bool IsAsked(ReadOnlySpan<byte> name, IReadOnlyList<ScheduledNetwork> networks, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (name.SequenceEqual(networks[i].Utf8Key))
                return true;
        }

        return false;
    }

    static ReadOnlySpan<byte> StoredModels(ReadOnlySpan<byte> alert) => Inner(Inner(Inner(alert, "boom"u8), "enrichment"u8), "models"u8);

    /// <summary>What is stored of a network: version and time, or the reason; empty when there is nothing.</summary>
    public static ReadOnlySpan<byte> StoredModel(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> key) => Inner(StoredModels(alert), key);

    static bool HasVersion(ReadOnlySpan<byte> models, ReadOnlySpan<byte> name)
    {
        var model = Inner(models, name);
        return !model.IsEmpty && new BsonReader(model).Find("version"u8);
    }

    // Empty when there is none.
    static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
            return [];
        var field = new BsonReader(document);
        return field.Find(name) && field.Type == BsonType.Document ? field.Value : [];
    }
}
