using Boom.Core.Store;

namespace Boom.Cli.Filters;

/// <summary>Hits as they come, each once. Workers write a little after the time that they name, so the last minutes are looked at again and again.</summary>
/// <param name="store">Where they are.</param>
/// <param name="query">Which, and since when.</param>
internal sealed class HitFollowing(IFilterStore store, FilterHitQuery query)
{
    const long OverlapMs = 120_000;

    readonly Dictionary<(string Filter, string Fid, long Candid), long> _seen = [];
    long _sinceMs = query.SinceMs;

    /// <summary>Those that were not there before, in the order in which they passed.</summary>
    public async ValueTask<IReadOnlyList<FilterHit>> NextAsync(CancellationToken cancellationToken)
    {
        var hits = await store.ListHitsAsync(query with { SinceMs = _sinceMs, Limit = int.MaxValue }, cancellationToken);
        List<FilterHit> fresh = [.. hits.Where(hit => _seen.TryAdd((hit.FilterId, hit.Fid, hit.Candid), hit.PassedAtMs))];
        fresh.Reverse();
        if (hits.Count > 0)
            Forget(Math.Max(query.SinceMs, hits[0].PassedAtMs - OverlapMs));
        return fresh;
    }

    void Forget(long beforeMs)
    {
        if (beforeMs <= _sinceMs)
            return;
        _sinceMs = beforeMs;
        foreach (var (key, _) in _seen.Where(seen => seen.Value < beforeMs).ToList())
            _seen.Remove(key);
    }
}
