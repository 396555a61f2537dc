using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Filters;

/// <summary>Reads what a filter looks at from a store: alerts, their objects and those of the partner survey, no more at a time than memory should hold.</summary>
internal sealed class FilterInputs
{
    const long SliceBytes = 64L << 20;
    const int FirstSlice = 50;
    const int SmallestSlice = 4;

    readonly ReadyFilter _filter;
    readonly StoreSession _store;
    readonly IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>? _onList;
    int _slice = FirstSlice;

    FilterInputs(ReadyFilter filter, StoreSession store, IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>? onList)
        => (_filter, _store, _onList) = (filter, store, onList);

    Survey Survey => _filter.Survey.Key;

    /// <summary>Makes ready to read.</summary>
    /// <exception cref="ExitException">The filter asks for what no store gives.</exception>
    public static async Task<FilterInputs> OpenAsync(ReadyFilter filter, StoreSession store, CancellationToken cancellationToken)
    {
        if (filter.Filter.NeedsHistory)
        {
            throw new ExitException(
                ExitCode.Usage, $"{filter.Named.Name} asks for sso_history, the earlier alerts of a Solar System object, which commands do not read: leave it out.");
        }

        var onList = filter.Filter.Watchlist is { } list ? await ObjectsOnAsync(store, filter.Survey.Key, list, cancellationToken) : null;
        return new FilterInputs(filter, store, onList);
    }

    /// <summary>Reads alerts, slice after slice; one that is not stored is in none of them.</summary>
    public async IAsyncEnumerable<IReadOnlyList<FilterSubject>> ReadAsync(
        IReadOnlyList<long> candids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var first = 0; first < candids.Count;)
        {
            var slice = candids.Skip(first).Take(_slice).ToList();
            first += slice.Count;
            yield return await ReadSliceAsync(slice, onlySeen: true, cancellationToken);
        }
    }

    /// <summary>One alert, with its object also where the filter may not see it; null when it is not stored.</summary>
    public async ValueTask<FilterSubject?> FindAsync(long candid, CancellationToken cancellationToken) =>
        (await ReadSliceAsync([candid], onlySeen: false, cancellationToken)).SingleOrDefault();

    async ValueTask<IReadOnlyList<FilterSubject>> ReadSliceAsync(IReadOnlyList<long> candids, bool onlySeen, CancellationToken cancellationToken)
    {
        var documents = await _store.Alerts.ReadAlertsAsync(Survey, candids, cancellationToken);
        var subjects = new List<FilterSubject>(candids.Count);
        foreach (var candid in candids)
        {
            if (documents.TryGetValue(candid, out var document))
                subjects.Add(Subject(candid, document));
        }

        if (_filter.Filter.NeedsObject || _filter.Filter.NeedsPartner)
            await AddObjectsAsync(subjects, onlySeen, cancellationToken);
        if (_onList is not null)
            AddWatchlist(subjects);
        return subjects;
    }

    FilterSubject Subject(long candid, byte[] document)
    {
        try
        {
            var alert = AlertDocuments.Of(_filter.Survey, AlertToEnrich.Read(candid, document), default, default);
            return new FilterSubject(candid, alert.ObjectId, alert.Jd, alert.ProgramId, EnrichmentStamp.IsIn(document), new FilterInput(document));
        }
        catch (BsonFormatException fault)
        {
            return new FilterSubject(candid, "", double.NaN, 0, IsEnriched: false, default, $"The alert document cannot be read: {fault.Message}");
        }
    }

    async ValueTask AddObjectsAsync(List<FilterSubject> subjects, bool onlySeen, CancellationToken cancellationToken)
    {
        bool IsLookedAt(FilterSubject subject) => subject.Fault is null && (!onlySeen || _filter.MaySee(subject.ProgramId));
        var names = subjects.Where(IsLookedAt).Select(subject => subject.ObjectId).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
            return;
        var objects = await _store.Alerts.ReadObjectsAsync(Survey, names, cancellationToken);
        var partners = await ReadPartnersAsync(objects, cancellationToken);
        for (var i = 0; i < subjects.Count; i++)
        {
            if (!IsLookedAt(subjects[i]) || !objects.TryGetValue(subjects[i].ObjectId, out var document))
                continue;
            var partner = PartnerOf(document) is { } id && partners.TryGetValue(id, out var found) ? found : ReadOnlyMemory<byte>.Empty;
            subjects[i] = subjects[i] with { Input = subjects[i].Input with { Object = document, Partner = partner } };
        }

        var bytes = objects.Values.Concat(partners.Values).Sum(document => (long)document.Length) / names.Count;
        _slice = (int)Math.Clamp(SliceBytes / Math.Max(1, bytes), SmallestSlice, 500);
    }

    async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadPartnersAsync(IReadOnlyDictionary<string, byte[]> objects, CancellationToken cancellationToken)
    {
        if (!_filter.Filter.NeedsPartner)
            return new Dictionary<string, byte[]>();
        var names = objects.Values.Select(document => PartnerOf(document)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return names.Count > 0
            ? await _store.Alerts.ReadObjectsAsync(_filter.Survey.FilterView.Partner!.Survey, names, cancellationToken)
            : new Dictionary<string, byte[]>();
    }

    string? PartnerOf(ReadOnlySpan<byte> document) => _filter.Survey.FilterView.Partner is { } partner ? AliasesBson.First(document, partner.Survey) : null;

    void AddWatchlist(List<FilterSubject> subjects)
    {
        for (var i = 0; i < subjects.Count; i++)
        {
            if (!_onList!.TryGetValue(subjects[i].ObjectId, out var entries))
                continue;
            var lists = new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(StringComparer.Ordinal) { [_filter.Filter.Watchlist!] = entries };
            subjects[i] = subjects[i] with { Input = subjects[i].Input with { Watchlists = lists } };
        }
    }

    static async Task<IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>> ObjectsOnAsync(
        StoreSession store, Survey survey, string list, CancellationToken cancellationToken)
    {
        const int most = 1_000_000;
        var hits = await store.Alerts.ListWatchlistHitsAsync(new WatchlistQuery(list, Limit: most), cancellationToken);
        if (hits.Count == 0)
        {
            throw new ExitException(
                ExitCode.Missing, $"No object is at a place of {list}: 'boom watchlist list' shows the lists, 'boom catalog match {list}' matches objects that are stored.");
        }

        if (hits.Count == most)
            throw new ExitException(ExitCode.Usage, $"{list} has a million hits and more, too many to try a filter with.");
        return hits.Where(hit => hit.Survey == survey).GroupBy(hit => hit.ObjectId, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => (IReadOnlyList<ReadOnlyMemory<byte>>)[.. group.Select(_ => ReadOnlyMemory<byte>.Empty)], StringComparer.Ordinal);
    }
}

/// <summary>An alert that a filter is to look at.</summary>
/// <param name="Candid">Key of the alert.</param>
/// <param name="ObjectId">Key of its object.</param>
/// <param name="Jd">Julian date of the observation, days.</param>
/// <param name="ProgramId">Number of its programme.</param>
/// <param name="IsEnriched">Whether the enricher has seen it.</param>
/// <param name="Input">The documents.</param>
/// <param name="Fault">Why they cannot be looked at, a sentence; null when they can.</param>
internal sealed record FilterSubject(long Candid, string ObjectId, double Jd, int ProgramId, bool IsEnriched, FilterInput Input, string? Fault = null);
