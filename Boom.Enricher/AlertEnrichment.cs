using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher.Asked;
using Boom.Inference;

namespace Boom.Enricher;

/// <summary>
/// The enrichment of alerts that were read: reads their objects, those of the partner survey, and the cutouts that are asked for; what the survey finds
/// out, and the scores of the networks. Writes nothing.
/// </summary>
/// <param name="step">What the survey finds out.</param>
/// <param name="networks">Networks.</param>
/// <param name="store">Where the alerts are.</param>
/// <param name="time">Clock.</param>
/// <param name="telemetry">Hears of the networks.</param>
/// <param name="demand">What active filters ask for; null where nobody is asked, and networks with the policy <c>asked</c> run on all alerts.</param>
sealed class AlertEnrichment(
    EnricherStep step, NetworkSet networks, IAlertStore store, TimeProvider time, EnricherTelemetry telemetry, ScoreDemand? demand = null) : IDisposable
{
    // Objects of thousands of points have megabytes: so many bytes of them are in memory at once, whatever a batch has.
    const long SliceBytes = 64L << 20;
    const int FirstSlice = 50;
    const int SmallestSlice = 4;

    readonly AlertScorer _scorer = new(networks, store, step.Survey, time, telemetry, demand);
    int _slice = FirstSlice;

    /// <summary>Whose alerts.</summary>
    public Survey Survey => step.Survey;

    /// <summary>The networks, in the order of the outcomes.</summary>
    public IReadOnlyList<ScheduledNetwork> Networks => _scorer.Networks;

    /// <summary>Enriches alerts; the answer lives until the next call.</summary>
    /// <exception cref="InvalidDataException">The object of one is not stored.</exception>
    /// <exception cref="Core.Bson.BsonFormatException">A document is not what it should be.</exception>
    public async ValueTask<IReadOnlyList<EnrichedAlert>> RunAsync(IReadOnlyList<AlertToEnrich> alerts, CancellationToken cancellationToken)
    {
        step.Begin();
        if (alerts.Count <= _slice)
            return await RunSliceAsync(alerts, cancellationToken);
        var enriched = new List<EnrichedAlert>(alerts.Count);
        for (var first = 0; first < alerts.Count;)
        {
            var count = Math.Min(_slice, alerts.Count - first);
            enriched.AddRange(await RunSliceAsync([.. alerts.Skip(first).Take(count)], cancellationToken));
            first += count;
        }

        return enriched;
    }

    async ValueTask<IReadOnlyList<EnrichedAlert>> RunSliceAsync(IReadOnlyList<AlertToEnrich> alerts, CancellationToken cancellationToken)
    {
        var found = await store.ReadObjectsAsync(step.Survey, alerts.Select(alert => alert.ObjectId).ToHashSet(), cancellationToken);
        var partners = await ReadPartnersAsync(found, cancellationToken);
        Adapt(found, partners);
        var objects = ObjectsOf(alerts, found);
        var now = time.GetUtcNow();
        var ofPartner = objects.ConvertAll(document => step.PartnerOf(document) is { } id && partners.TryGetValue(id, out var partner) ? partner : []);
        var findings = new List<AlertFindings>(alerts.Count);
        for (var i = 0; i < alerts.Count; i++)
            findings.Add(step.Analyse(alerts[i], objects[i], ofPartner[i]));
        var outcomes = await _scorer.ScoreAsync(alerts, objects, ofPartner, findings, cancellationToken);
        var enriched = new List<EnrichedAlert>(alerts.Count);
        for (var i = 0; i < alerts.Count; i++)
            enriched.Add(new EnrichedAlert(alerts[i], findings[i], outcomes[i], step.Complete(alerts[i], findings[i], Networks, outcomes[i], now)));
        return enriched;
    }

    public void Dispose() => step.Dispose();

    void Adapt(IReadOnlyDictionary<string, byte[]> objects, IReadOnlyDictionary<string, byte[]> partners)
    {
        if (objects.Count == 0)
            return;
        var bytes = (objects.Values.Sum(document => (long)document.Length) + partners.Values.Sum(document => (long)document.Length)) / objects.Count;
        _slice = (int)Math.Clamp(SliceBytes / Math.Max(1, bytes), SmallestSlice, int.MaxValue);
    }

    async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadPartnersAsync(IReadOnlyDictionary<string, byte[]> objects, CancellationToken cancellationToken)
    {
        var partners = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in objects.Values)
        {
            if (step.PartnerOf(document) is { } partner)
                partners.Add(partner);
        }

        return partners.Count > 0 && step.Partner is { } survey ? await store.ReadObjectsAsync(survey, partners, cancellationToken) : new Dictionary<string, byte[]>();
    }

    static List<byte[]> ObjectsOf(IReadOnlyList<AlertToEnrich> alerts, IReadOnlyDictionary<string, byte[]> objects) => [.. alerts.Select(
        alert => objects.TryGetValue(alert.ObjectId, out var document)
            ? document
            : throw new InvalidDataException($"The object {alert.ObjectId} of alert {alert.Candid} is not in the store."))];
}

/// <summary>What enrichment has made of an alert.</summary>
/// <param name="Alert">As it was read.</param>
/// <param name="Findings">What the survey has found out.</param>
/// <param name="Outcomes">Of each network.</param>
/// <param name="Update">What is to be written back.</param>
readonly record struct EnrichedAlert(AlertToEnrich Alert, AlertFindings Findings, NetworkOutcome[] Outcomes, EnrichmentUpdate Update);
