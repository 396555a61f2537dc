using Boom.Core.Store;

namespace Boom.Cli.Filters;

/// <summary>Names of stored filters by their keys, read when one is not known.</summary>
/// <param name="store">Where they are.</param>
internal sealed class FilterNames(IFilterStore store)
{
    // Null for what is no filter any more.
    readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);

    /// <summary>Has the names of the filters that alerts have passed.</summary>
    public async Task CompleteAsync(IReadOnlyList<FilterHit> hits, CancellationToken cancellationToken)
    {
        if (hits.All(hit => _names.ContainsKey(hit.FilterId)))
            return;
        foreach (var filter in await store.ListFiltersAsync(survey: null, onlyActive: false, cancellationToken))
            _names[filter.Id] = filter.Name;
        foreach (var hit in hits)
            _names.TryAdd(hit.FilterId, null);
    }

    /// <summary>The name of a filter; null when it was removed.</summary>
    public string? Find(string id) => _names.GetValueOrDefault(id);
}
