using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;

namespace Boom.Cli.Filters;

/// <summary>
/// Reads what a filter looks at from a store, as the filter workers do: alerts, their objects and those of the partner survey, histories of bodies and hits of watch
/// lists, no more at a time than memory should hold.
/// </summary>
/// <param name="filter">The filter.</param>
/// <param name="store">The store.</param>
internal sealed class FilterInputs(ReadyFilter filter, StoreSession store)
{
    const long SliceBytes = 64L << 20;
    const int FirstSlice = 50;
    const int SmallestSlice = 4;

    readonly FilterBesideReader _beside = new(filter.Survey, store.Alerts);
    readonly FilterNeeds _needs = FilterNeeds.Of([filter.Filter]);
    int _slice = FirstSlice;

    Survey Survey => filter.Survey.Key;

    /// <summary>Reads alerts, slice after slice; one that is not stored is in none of them.</summary>
    public async IAsyncEnumerable<IReadOnlyList<FilterSubject>> ReadAsync(
        IReadOnlyList<long> candids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var first = 0; first < candids.Count;)
        {
            var slice = candids.Skip(first).Take(Math.Min(_slice, FilterBesideReader.SliceOf(_needs))).ToList();
            first += slice.Count;
            var subjects = await ReadSliceAsync(slice, onlySeen: true, cancellationToken);
            filter.Fields.Look(subjects);
            yield return subjects;
        }
    }

    /// <summary>One alert, with its object also where the filter may not see it; null when it is not stored.</summary>
    public async ValueTask<FilterSubject?> FindAsync(long candid, CancellationToken cancellationToken) =>
        (await ReadSliceAsync([candid], onlySeen: false, cancellationToken)).SingleOrDefault();

    async ValueTask<IReadOnlyList<FilterSubject>> ReadSliceAsync(IReadOnlyList<long> candids, bool onlySeen, CancellationToken cancellationToken)
    {
        var documents = await store.Alerts.ReadAlertsAsync(Survey, candids, cancellationToken);
        var subjects = new List<FilterSubject>(candids.Count);
        foreach (var candid in candids)
        {
            if (documents.TryGetValue(candid, out var document))
                subjects.Add(Subject(candid, document));
        }

        if (filter.Filter.NeedsObject || filter.Filter.NeedsPartner)
            await AddObjectsAsync(subjects, onlySeen, cancellationToken);
        await AddBesideAsync(subjects, onlySeen, cancellationToken);
        return subjects;
    }

    FilterSubject Subject(long candid, byte[] document)
    {
        try
        {
            var alert = AlertDocuments.Of(filter.Survey, AlertToEnrich.Read(candid, document), default, default);
            return new FilterSubject(candid, alert.ObjectId, alert.Jd, alert.ProgramId, EnrichmentStamp.IsIn(document), new FilterInput(document));
        }
        catch (BsonFormatException fault)
        {
            return new FilterSubject(candid, "", double.NaN, 0, IsEnriched: false, default, $"The alert document cannot be read: {fault.Message}");
        }
    }

    async ValueTask AddObjectsAsync(List<FilterSubject> subjects, bool onlySeen, CancellationToken cancellationToken)
    {
        var names = subjects.Where(subject => IsLookedAt(subject, onlySeen)).Select(subject => subject.ObjectId).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
            return;
        var objects = await store.Alerts.ReadObjectsAsync(Survey, names, cancellationToken);
        var partners = await ReadPartnersAsync(objects, cancellationToken);
        for (var i = 0; i < subjects.Count; i++)
        {
            if (!IsLookedAt(subjects[i], onlySeen) || !objects.TryGetValue(subjects[i].ObjectId, out var document))
                continue;
            var partner = PartnerOf(document) is { } id && partners.TryGetValue(id, out var found) ? found : ReadOnlyMemory<byte>.Empty;
            subjects[i] = subjects[i] with { Input = subjects[i].Input with { Object = document, Partner = partner } };
        }

        var bytes = objects.Values.Concat(partners.Values).Sum(document => (long)document.Length) / names.Count;
        _slice = (int)Math.Clamp(SliceBytes / Math.Max(1, bytes), SmallestSlice, 500);
    }

    async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadPartnersAsync(IReadOnlyDictionary<string, byte[]> objects, CancellationToken cancellationToken)
    {
        if (!filter.Filter.NeedsPartner)
            return new Dictionary<string, byte[]>();
        var names = objects.Values.Select(document => PartnerOf(document)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return names.Count > 0
            ? await store.Alerts.ReadObjectsAsync(filter.Survey.FilterView.Partner!.Survey, names, cancellationToken)
            : new Dictionary<string, byte[]>();
    }

    string? PartnerOf(ReadOnlySpan<byte> document) => filter.Survey.FilterView.Partner is { } partner ? AliasesBson.First(document, partner.Survey) : null;

    async ValueTask AddBesideAsync(List<FilterSubject> subjects, bool onlySeen, CancellationToken cancellationToken)
    {
        var seen = Enumerable.Range(0, subjects.Count).Where(i => IsLookedAt(subjects[i], onlySeen)).ToList();
        var beside = await _beside.ReadAsync(seen.ConvertAll(i => (subjects[i].ObjectId, subjects[i].Jd, subjects[i].Input.Alert)), _needs, cancellationToken);
        for (var i = 0; i < seen.Count; i++)
            subjects[seen[i]] = subjects[seen[i]] with { Input = subjects[seen[i]].Input.With(beside[i]), IsHistoryCut = beside[i].IsHistoryCut };
    }

    bool IsLookedAt(FilterSubject subject, bool onlySeen) => subject.Fault is null && (!onlySeen || filter.MaySee(subject.ProgramId));
}

/// <summary>An alert that a filter is to look at.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="ObjectId">Key of its object.</param>
/// <param name="Jd">Julian date of the observation, days.</param>
/// <param name="ProgramId">Number of its programme.</param>
/// <param name="IsEnriched">Whether the enricher has seen it.</param>
/// <param name="Input">The documents.</param>
/// <param name="Fault">Why they cannot be looked at, a sentence; null when they can.</param>
internal sealed record FilterSubject(long Candid, string ObjectId, double Jd, int ProgramId, bool IsEnriched, FilterInput Input, string? Fault = null)
{
    /// <summary>Whether <c>sso_history</c> has only the latest of many.</summary>
    public bool IsHistoryCut { get; init; }
}
