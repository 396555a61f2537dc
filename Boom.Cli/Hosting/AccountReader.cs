using Boom.Cli.Parsing;
using Boom.Core.Accounting;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;

namespace Boom.Cli.Hosting;

/// <summary>Draws up the account from what a data folder holds.</summary>
internal static class AccountReader
{
    /// <summary>The account of all topics, or of those named.</summary>
    public static async ValueTask<NightAccount> ReadAsync(
        StoreSession store, IReadOnlyCollection<string>? topics, CancellationToken cancellationToken)
    {
        // The ledger is read first: what is published meanwhile counts as waiting, never as an outcome without a packet.
        var ledger = await store.Alerts.ReadLedgerAsync(topic: null, cancellationToken);
        var plays = await store.Plays.ReadPlaysAsync(cancellationToken);
        var published = PlayRanges.Of(plays, PlaySources.CanBeOpened);
        var enriched = await ReadEnrichedAsync(store, ledger, cancellationToken);
        return NightAccount.Compute(
            published.Where(range => topics is null || topics.Contains(range.Topic)),
            ledger.Where(partition => topics is null || topics.Contains(partition.Topic)),
            enriched);
    }

    static async ValueTask<Dictionary<string, long>> ReadEnrichedAsync(
        StoreSession store, IReadOnlyList<LedgerPartition> ledger, CancellationToken cancellationToken)
    {
        var enriched = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var survey in SurveyOption.Supported)
        {
            var counts = await store.Reader.CountAsync(survey, cancellationToken);
            var prefix = survey.ToLowerName() + "_";
            var topics = ledger.Select(partition => partition.Topic).Distinct().Where(topic => topic.StartsWith(prefix)).ToList();
            if (topics.Count > 0)
                enriched[topics[^1]] = counts.Enriched;
        }

        return enriched;
    }
}
