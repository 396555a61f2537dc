using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Store;

namespace Boom.AlertWorker.Stored;

/// <summary>
/// Matches objects that are stored: with catalogues that they were never matched with, or with an older version of, and with watch lists. The workers may run
/// meanwhile. Each object says with which version it was matched, so a run that is ended is gone on with by running it again.
/// </summary>
/// <param name="matcher">Tables and watch lists; the caller disposes of it.</param>
/// <param name="tables">Of its tables, those to match with.</param>
/// <param name="watchlists">Of its watch lists, those to find objects of.</param>
/// <param name="store">The store.</param>
/// <param name="reader">The same store.</param>
/// <param name="again">Also those that were matched with the same version: the rule has changed.</param>
/// <param name="objectsPerSecond">Most objects looked at in a second; null for no bound.</param>
/// <param name="time">Clock.</param>
public sealed class StoredMatching(
    ObjectMatcher matcher, IReadOnlyList<TableMatcher> tables, IReadOnlyList<WatchlistMatcher> watchlists, IAlertStore store, IAlertReader reader,
    bool again, double? objectsPerSecond, TimeProvider time)
{
    const int PageSize = 500;
    const int MostOfAPlace = 100_000;

    readonly MatchScratch _scratch = new();
    readonly StoredMatches _account = new();

    // Of this page: a store that goes away with its answer may have written them.
    readonly Dictionary<string, List<(string Catalog, int Rows)>> _attempted = new(StringComparer.Ordinal);

    /// <summary>Runs to the end, and waits for a store that is away.</summary>
    /// <param name="tell">Hears the account so far, after each part.</param>
    /// <param name="complain">Hears of a store that is away.</param>
    /// <param name="cancellationToken">Ends it between two parts.</param>
    /// <exception cref="PermanentFaultException">The store refuses.</exception>
    public async Task<StoredMatches> RunAsync(Action<StoredMatches> tell, Action<string> complain, CancellationToken cancellationToken)
    {
        var retry = new Retry(
            new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(10), OnAway = (fault, _) => complain(fault.Message) },
            time, seed: 1);
        var objects = 0L;
        await retry.RunAsync(async token => objects = (await reader.CountAsync(matcher.Survey, token)).Objects, cancellationToken);

        // A list of few places is looked up in the store; a long one is gone through for each object.
        var (few, many) = (watchlists.Where(list => list.RowCount < objects).ToList(), watchlists.Where(list => list.RowCount >= objects).ToList());
        foreach (var list in few)
            await FindByPlacesAsync(list, retry, tell, cancellationToken);
        if (tables.Count > 0 || many.Count > 0)
            await RunByObjectsAsync(many, retry, tell, cancellationToken);
        return _account;
    }

    async Task RunByObjectsAsync(List<WatchlistMatcher> lists, Retry retry, Action<StoredMatches> tell, CancellationToken cancellationToken)
    {
        var (after, started, done) = ("", time.GetTimestamp(), 0L);
        var size = objectsPerSecond is { } rate ? (int)Math.Clamp(rate, 1, PageSize) : PageSize;
        while (true)
        {
            IReadOnlyList<StoredObject> page = [];
            await retry.RunAsync(
                async token =>
                {
                    page = await store.ListObjectsAsync(matcher.Survey, after, size, token);
                    await MatchAsync(page, lists, token);
                },
                cancellationToken);
            if (page.Count == 0)
                return;
            _attempted.Clear();
            after = page[^1].ObjectId;
            done += page.Count;
            tell(_account);
            if (objectsPerSecond is { } limit && TimeSpan.FromSeconds(done / limit) - time.GetElapsedTime(started) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, cancellationToken);
        }
    }

    async ValueTask MatchAsync(IReadOnlyList<StoredObject> page, List<WatchlistMatcher> lists, CancellationToken cancellationToken)
    {
        var part = new StoredMatches { Read = page.Count };
        var (updates, written, hits) = (new List<ObjectMatches>(), new List<string>(), new List<WatchlistHit>());
        using var writer = new BsonWriter();
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var stored in page)
        {
            if (!ObjectMatcher.IsMatched(stored.ObjectId))
                part.NotMatched++;
            else if (stored.Position is not { } position)
                part.WithoutPosition++;
            else
            {
                foreach (var list in lists)
                    list.Find(matcher.Survey, stored.ObjectId, position, nowMs, _scratch, hits);
                if (MatchesOf(stored, position, writer) is { } update)
                    updates.Add(update);
                else if (_attempted.ContainsKey(stored.ObjectId))
                    written.Add(stored.ObjectId);
                else
                    part.UpToDate++;
            }
        }

        var changed = await store.WriteMatchesAsync(matcher.Survey, updates, cancellationToken);
        part.Changed = changed + written.Count;
        part.ChangedByOthers = updates.Count - changed;
        foreach (var (catalog, rows) in updates.Select(update => update.ObjectId).Concat(written).SelectMany(objectId => _attempted[objectId]))
            part.Count(catalog, rows);
        await AddHitsAsync(hits, part, cancellationToken);
        _account.Add(part);
    }

    ObjectMatches? MatchesOf(StoredObject stored, SkyPosition position, BsonWriter writer)
    {
        var matches = new List<CatalogMatch>();
        var counts = new List<(string, int)>();
        foreach (var table in tables.Where(table => again || ObjectMatcher.Lacks(stored.Catalogs.Span, table)))
        {
            writer.BeginRoot();
            var rows = table.Write(writer, position, _scratch);
            var document = writer.EndRoot().Span;
            var array = new BsonReader(document);
            array.Read();
            matches.Add(new CatalogMatch(table.Rule.Catalog, table.Version, ObjectMatcher.VersionOf(stored.Catalogs.Span, table), array.Value.ToArray()));
            counts.Add((table.Rule.Catalog, rows));
            writer.Reset();
        }

        if (matches.Count == 0)
            return null;
        _attempted[stored.ObjectId] = counts;
        return new ObjectMatches(stored.ObjectId, matches);
    }

    async Task FindByPlacesAsync(WatchlistMatcher list, Retry retry, Action<StoredMatches> tell, CancellationToken cancellationToken)
    {
        for (var first = 0L; first < list.RowCount; first += PageSize)
        {
            var start = first;
            await retry.RunAsync(
                async token =>
                {
                    var part = new StoredMatches();
                    var hits = new List<WatchlistHit>();
                    var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
                    for (var row = start; row < Math.Min(start + PageSize, list.RowCount); row++)
                    {
                        part.Places++;
                        var name = list.RowName(row);
                        foreach (var found in await reader.ConeSearchAsync(matcher.Survey, list.PositionOf(row), list.RadiusArcsec, MostOfAPlace, token))
                        {
                            if (ObjectMatcher.IsMatched(found.ObjectId))
                                hits.Add(new WatchlistHit(list.Name, list.Version, name, matcher.Survey, found.ObjectId, found.DistanceArcsec, nowMs));
                        }
                    }

                    await AddHitsAsync(hits, part, token);
                    _account.Add(part);
                },
                cancellationToken);
            tell(_account);
        }
    }

    async ValueTask AddHitsAsync(List<WatchlistHit> hits, StoredMatches part, CancellationToken cancellationToken)
    {
        part.Hits = hits.Count;
        part.HitsRecorded = await store.AddWatchlistHitsAsync(hits, cancellationToken);
    }
}
