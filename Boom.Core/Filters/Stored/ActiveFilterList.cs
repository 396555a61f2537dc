using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Core.Filters;

/// <summary>
/// The active filters of a survey as they are stored, for all workers of a program: filter workers run them, enrichers find out which scores they ask for. They
/// are read again from time to time; a store that is away leaves the last ones in use. Safe for concurrent use.
/// </summary>
/// <param name="survey">Whose alerts they look at.</param>
/// <param name="store">Where they are.</param>
public sealed class ActiveFilterList(Survey survey, IFilterStore store)
{
    readonly SemaphoreSlim _reading = new(1);
    volatile IReadOnlyList<StoredFilter>? _current;

    /// <summary>Those that were read last, by key; null when they have never been read.</summary>
    public IReadOnlyList<StoredFilter>? Current => _current;

    /// <summary>Reads the filters again. The answer is the same object as long as nothing has changed.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Resilience.TransientFaultException">The store does not answer.</exception>
    public async ValueTask<IReadOnlyList<StoredFilter>> RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var found = await store.ListFiltersAsync(survey, onlyActive: true, cancellationToken);
            return _current is { } current && IsSame(current, found) ? current : _current = found;
        }
        finally
        {
            _reading.Release();
        }
    }

    static bool IsSame(IReadOnlyList<StoredFilter> left, IReadOnlyList<StoredFilter> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!left[i].RunsAs(right[i]))
                return false;
        }

        return true;
    }
}
