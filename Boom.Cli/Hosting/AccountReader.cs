using Boom.Core.Accounting;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.Core.Surveys;

namespace Boom.Cli.Hosting;

/// <summary>Draws up the account of a data folder.</summary>
internal static class AccountReader
{
    const int PageSize = 2_000;

    /// <summary>The account of all topics.</summary>
    /// <param name="alerts">Ledger and documents.</param>
    /// <param name="reader">Counts.</param>
    /// <param name="journal">What was played.</param>
    /// <param name="kafka">Bootstrap servers of a real broker; null for the embedded one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<NightAccount> ReadAsync(
        IAlertStore alerts, IAlertReader reader, IPlayJournal journal, string? kafka, CancellationToken cancellationToken)
    {
        // The ledger first: what is published meanwhile counts as waiting, never as an outcome without a packet.
        var ledger = await alerts.ReadLedgerAsync(topic: null, cancellationToken);
        var published = await Publications.ReadAsync(journal, kafka, SurveyCatalog.Supported, cancellationToken);
        return NightAccount.Compute(published, ledger, await ReadEnrichedAsync(alerts, reader, ledger, cancellationToken));
    }

    static async ValueTask<Dictionary<string, long>> ReadEnrichedAsync(
        IAlertStore alerts, IAlertReader reader, IReadOnlyList<LedgerPartition> ledger, CancellationToken cancellationToken)
    {
        var enriched = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var survey in SurveyCatalog.Supported)
        {
            var counts = await reader.CountAsync(survey, cancellationToken);
            var stored = ledger.Where(partition => IsOf(partition.Topic, survey))
                .GroupBy(partition => partition.Topic)
                .Select(topic => (Topic: topic.Key, Count: topic.Sum(partition => partition.Count(PacketOutcome.Stored))))
                .Where(topic => topic.Count > 0)
                .ToList();
            if (stored.Count == 1)
                enriched[stored[0].Topic] = counts.Enriched;
            else if (stored.Count > 1)
                await DivideAsync(alerts, survey, stored, enriched, cancellationToken);
        }

        return enriched;
    }

    /// <summary>Several nights of one survey: of each, the packets stored less the alerts of its packets that wait for the enricher.</summary>
    static async ValueTask DivideAsync(
        IAlertStore alerts, Survey survey, List<(string Topic, long Count)> stored, Dictionary<string, long> enriched,
        CancellationToken cancellationToken)
    {
        foreach (var (topic, count) in stored)
            enriched[topic] = count;
        for (var after = long.MinValue; ;)
        {
            var candids = await alerts.FindUnenrichedAsync(survey, after, PageSize, cancellationToken);
            foreach (var (state, origin) in (await alerts.FindAlertsAsync(survey, candids, cancellationToken)).Values)
            {
                if (state == AlertState.Stored && origin is { Topic: var topic } && enriched.TryGetValue(topic, out var count))
                    enriched[topic] = Math.Max(0, count - 1);
            }

            if (candids.Count < PageSize)
                return;
            after = candids[^1];
        }
    }

    /// <summary>Whether a topic is of a survey.</summary>
    public static bool IsOf(string topic, Survey survey) => topic.StartsWith(survey.ToLowerName(), StringComparison.OrdinalIgnoreCase);
}
