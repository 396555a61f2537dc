using Boom.Core.Alerts;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.FilterWorker;

/// <summary>Reads what filters look at: alerts, then their objects and those of the partner survey, no more at a time than memory should hold.</summary>
sealed class AlertDocumentReader(ISurvey survey, IAlertStore store)
{
    // Objects of thousands of points have megabytes: so many bytes of them are in memory at once, whatever a batch has.
    const long SliceBytes = 64L << 20;
    const int FirstSlice = 50;
    const int SmallestSlice = 4;

    /// <summary>Alerts whose objects are read at once, by the size of those that were read last.</summary>
    public int Slice { get; private set; } = FirstSlice;

    /// <summary>Reads alerts. One that is not enriched yet is left out: it comes again.</summary>
    /// <exception cref="InvalidDataException">One is not stored.</exception>
    /// <exception cref="Core.Bson.BsonFormatException">A document is not what it should be.</exception>
    public async ValueTask<List<AlertToEnrich>> ReadAlertsAsync(IReadOnlySet<long> candids, CancellationToken cancellationToken)
    {
        var documents = await store.ReadAlertsAsync(survey.Key, candids, cancellationToken);
        var alerts = new List<AlertToEnrich>(documents.Count);
        foreach (var candid in candids)
        {
            if (!documents.TryGetValue(candid, out var document))
                throw new InvalidDataException($"The alert {candid} is queued for filters and not in the store.");
            if (EnrichmentStamp.IsIn(document))
                alerts.Add(AlertToEnrich.Read(candid, document));
        }

        return alerts;
    }

    /// <summary>Reads the objects of alerts.</summary>
    /// <exception cref="InvalidDataException">One is not stored.</exception>
    public async ValueTask<List<AlertDocuments>> ReadAsync(IReadOnlyList<AlertToEnrich> alerts, CancellationToken cancellationToken)
    {
        var objects = await store.ReadObjectsAsync(survey.Key, alerts.Select(alert => alert.ObjectId).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var partners = await ReadPartnersAsync(objects, cancellationToken);
        Adapt(objects, partners);
        var documents = new List<AlertDocuments>(alerts.Count);
        foreach (var alert in alerts)
        {
            if (!objects.TryGetValue(alert.ObjectId, out var document))
                throw new InvalidDataException($"The object {alert.ObjectId} of alert {alert.Candid} is not in the store.");
            var partner = PartnerOf(document) is { } id && partners.TryGetValue(id, out var found) ? found : ReadOnlyMemory<byte>.Empty;
            documents.Add(AlertDocuments.Of(survey, alert, document, partner));
        }

        return documents;
    }

    async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadPartnersAsync(IReadOnlyDictionary<string, byte[]> objects, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in objects.Values)
        {
            if (PartnerOf(document) is { } name)
                names.Add(name);
        }

        return names.Count > 0 ? await store.ReadObjectsAsync(survey.Results.Partner!.Value, names, cancellationToken) : new Dictionary<string, byte[]>();
    }

    string? PartnerOf(ReadOnlySpan<byte> objectDocument) => survey.Results.Partner is { } partner ? AliasesBson.First(objectDocument, partner) : null;

    void Adapt(IReadOnlyDictionary<string, byte[]> objects, IReadOnlyDictionary<string, byte[]> partners)
    {
        if (objects.Count == 0)
            return;
        var bytes = (objects.Values.Sum(document => (long)document.Length) + partners.Values.Sum(document => (long)document.Length)) / objects.Count;
        Slice = (int)Math.Clamp(SliceBytes / Math.Max(1, bytes), SmallestSlice, int.MaxValue);
    }
}
