using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Embedded.Accounts;

/// <summary>Draws up the account of a data folder.</summary>
public static class AccountReader
{
    const int PageSize = 2_000;

    static readonly Dictionary<string, long> NotAsked = [];

    /// <summary>The account of all topics, and of the alerts of all surveys.</summary>
    /// <param name="alerts">Ledger and documents.</param>
    /// <param name="reader">Counts.</param>
    /// <param name="journal">What was played.</param>
    /// <param name="scope">What counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<TotalAccount> ReadAsync(
        IAlertStore alerts, IAlertReader reader, IPlayJournal journal, AccountScope scope, CancellationToken cancellationToken)
    {
        var (published, ledger, counts) = await ReadPartsAsync(alerts, reader, journal, scope, cancellationToken);
        var enriched = await ReadEnrichedAsync(alerts, ledger, counts, cancellationToken);
        return TotalAccount.Compute(published, ledger, enriched) with { Alerts = counts };
    }

    /// <summary>The account without the packets enriched, which take a look at each alert that waits for the enricher: for who asks often.</summary>
    public static async ValueTask<TotalAccount> ReadPacketsAsync(
        IAlertStore alerts, IAlertReader reader, IPlayJournal journal, AccountScope scope, CancellationToken cancellationToken)
    {
        var (published, ledger, counts) = await ReadPartsAsync(alerts, reader, journal, scope, cancellationToken);
        return TotalAccount.Compute(published, ledger, NotAsked) with { Alerts = counts };
    }

    /// <summary>Whether a topic is of a survey.</summary>
    public static bool IsOf(string topic, Survey survey) => SurveyCatalog.Default.Topics(survey).Includes(TopicIncarnation.TopicOf(topic));

    static async ValueTask<(IReadOnlyList<PublishedRange> Published, IReadOnlyList<LedgerPartition> Ledger, IReadOnlyList<AlertAccount> Alerts)> ReadPartsAsync(
        IAlertStore alerts, IAlertReader reader, IPlayJournal journal, AccountScope scope, CancellationToken cancellationToken)
    {
        // The ledger first: what is published meanwhile counts as waiting, never as an outcome without a packet.
        var ledger = await alerts.ReadLedgerAsync(topic: null, cancellationToken);
        var published = await Publications.ReadAsync(journal, ledger, scope, SurveyCatalog.Default.Supported, cancellationToken);
        if (scope.Includes is { } includes)
            ledger = [.. ledger.Where(partition => includes(TopicIncarnation.TopicOf(partition.Topic)))];
        var counts = new List<AlertAccount>();
        foreach (var survey in SurveyCatalog.Default.Supported)
        {
            var count = await reader.CountAsync(survey, cancellationToken);
            if (count.Alerts > 0)
                counts.Add(new AlertAccount(survey, count.Alerts, count.Enriched));
        }

        return (published, ledger, counts);
    }

    /// <summary>Per topic, the packets stored less those of which an alert waits for the enricher; the same for one topic and for several.</summary>
    static async ValueTask<Dictionary<string, long>> ReadEnrichedAsync(
        IAlertStore alerts, IReadOnlyList<LedgerPartition> ledger, IReadOnlyList<AlertAccount> counts, CancellationToken cancellationToken)
    {
        var enriched = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var partition in ledger)
            enriched[partition.Topic] = enriched.GetValueOrDefault(partition.Topic) + partition.Count(PacketOutcome.Stored);
        var byPartition = ledger.ToDictionary(partition => (partition.Topic, partition.Partition));
        foreach (var count in counts)
        {
            if (count.Enriched >= count.Stored)
                continue;
            foreach (var (topic, partition, offset) in await FindWaitingAsync(alerts, count.Survey, cancellationToken))
            {
                if (byPartition.GetValueOrDefault((topic, partition))?.OutcomeOf(offset) == PacketOutcome.Stored)
                    enriched[topic]--;
            }
        }

        return enriched;
    }

    /// <summary>The packets of which an alert waits for the enricher.</summary>
    static async ValueTask<HashSet<(string Topic, int Partition, long Offset)>> FindWaitingAsync(
        IAlertStore alerts, Survey survey, CancellationToken cancellationToken)
    {
        var packets = new HashSet<(string, int, long)>();
        for (var after = long.MinValue; ;)
        {
            var candids = await alerts.FindUnenrichedAsync(survey, after, PageSize, cancellationToken);
            foreach (var (state, origin) in (await alerts.FindAlertsAsync(survey, candids, cancellationToken)).Values)
            {
                if (state == AlertState.Stored && origin is { } packet)
                    packets.Add((packet.Topic, packet.Partition, packet.Offset));
            }

            if (candids.Count < PageSize)
                return packets;
            after = candids[^1];
        }
    }
}
