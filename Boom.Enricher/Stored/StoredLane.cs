using System.Collections.Concurrent;
using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Enricher.Stored;

/// <summary>
/// Enriches stored alerts again, a batch at a time. Only what differs is written, and only if nobody else has written since it was read: then the batch is
/// read again.
/// </summary>
/// <param name="enrichment">This lane's own.</param>
/// <param name="store">The store.</param>
/// <param name="selection">Which alerts.</param>
/// <param name="written">
/// What was to be written since the last account that was told, by candid. A batch that is run again, as the store was away amid it or somebody else wrote,
/// finds its own writes unchanged: they count as the changes that they are.
/// </param>
sealed class StoredLane(AlertEnrichment enrichment, IAlertStore store, StoredSelection selection, ConcurrentDictionary<long, StoredChange> written) : IDisposable
{
    const int MostConflicts = 10;

    /// <summary>Enriches a batch and answers its account, which counts nothing that was not written.</summary>
    /// <exception cref="TransientFaultException">The store does not answer; the batch may be run again, whole.</exception>
    public async Task<StoredAccount> RunAsync(IReadOnlyList<long> candids, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var account = new StoredAccount();
            var updates = await EnrichAsync(candids, account, cancellationToken);
            if (updates.Count == 0 || await store.WriteEnrichmentsAsync(enrichment.Survey, updates, cancellationToken) == updates.Count)
                return account;
            if (conflicts == MostConflicts)
                throw new TransientFaultException("Somebody else writes the same alerts again and again: is another 'boom enrich' running?");
        }
    }

    public void Dispose() => enrichment.Dispose();

    async ValueTask<List<EnrichmentUpdate>> EnrichAsync(IReadOnlyList<long> candids, StoredAccount account, CancellationToken cancellationToken)
    {
        var documents = await store.ReadAlertsAsync(enrichment.Survey, candids, cancellationToken);
        var selected = new List<AlertToEnrich>(documents.Count);
        foreach (var (candid, document) in documents.OrderBy(alert => alert.Key))
            Select(candid, document, selected, account);
        var updates = new List<EnrichmentUpdate>();
        if (selected.Count == 0)
            return updates;
        try
        {
            Add(await enrichment.RunAsync(selected, cancellationToken));
        }
        catch (Exception fault) when (IsOfAnAlert(fault))
        {
            foreach (var alert in selected)
                await AddAloneAsync(alert);
        }

        return updates;

        // One that cannot be enriched does not keep the others of its batch from it.
        async ValueTask AddAloneAsync(AlertToEnrich alert)
        {
            try
            {
                Add(await enrichment.RunAsync([alert], cancellationToken));
            }
            catch (Exception fault) when (IsOfAnAlert(fault))
            {
                Fail(account, alert.Candid, fault);
            }
        }

        void Add(IReadOnlyList<EnrichedAlert> enriched)
        {
            foreach (var alert in enriched)
            {
                if (Count(alert, account))
                    updates.Add(Copy(alert));
            }
        }
    }

    // Memory of an update lives until the next run.
    static EnrichmentUpdate Copy(in EnrichedAlert enriched) => enriched.Update with
    {
        SetFields = enriched.Update.SetFields.ToArray(),
        ReadAtMs = EnrichmentStamp.ReadMs(enriched.Alert.Document.Span),
    };

    static bool IsOfAnAlert(Exception fault) => fault is InvalidDataException or BsonFormatException;

    void Select(long candid, byte[] document, List<AlertToEnrich> selected, StoredAccount account)
    {
        account.Read++;
        try
        {
            if (!EnrichmentStamp.IsIn(document))
                account.Waiting++;
            else if (IsSelected(document))
                selected.Add(AlertToEnrich.Read(candid, document));
            else
                account.NotSelected++;
        }
        catch (BsonFormatException fault)
        {
            Fail(account, candid, fault);
        }
    }

    bool IsSelected(byte[] document) => selection.Where?.IsMatch(document) != false
        && (!selection.OnlyMissing || enrichment.Networks.Any(network => !StoredDifference.HasScore(document, network)));

    /// <summary>Counts an alert; whether it is to be written.</summary>
    bool Count(in EnrichedAlert enriched, StoredAccount account)
    {
        var change = StoredChange.Of(enriched, enrichment.Networks);
        var counted = written.AddOrUpdate(enriched.Alert.Candid, change, (_, before) => before.And(change));
        for (var i = 0; i < enriched.Outcomes.Length; i++)
            account.Count(enrichment.Networks[i].Key, enriched.Outcomes[i], counted.IsOfNetwork(i));
        account.Count(counted.IsAny, counted.OfProperties);
        return change.IsAny;
    }

    static void Fail(StoredAccount account, long candid, Exception fault)
    {
        account.Failed++;
        account.Failures.Add($"alert {candid}: {fault.Message}");
    }
}
