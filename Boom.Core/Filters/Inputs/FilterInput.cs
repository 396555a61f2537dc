namespace Boom.Core.Filters;

/// <summary>The documents that filters look at for one alert, BSON as stored. They are referred to, not copied.</summary>
/// <param name="Alert">The alert document.</param>
/// <param name="Object">Its object, whole; empty when there is none, which filters see as empty arrays.</param>
/// <param name="Partner">The object of the same source in the partner survey: the first of <c>aliases</c>; empty when there is none.</param>
public readonly record struct FilterInput(ReadOnlyMemory<byte> Alert, ReadOnlyMemory<byte> Object = default, ReadOnlyMemory<byte> Partner = default)
{
    /// <summary>
    /// Alert documents, or <see cref="Store.BodyAlertFields"/> of them, of the same Solar System object, this one among them, ascending in <c>candidate.jd</c>: for filters with
    /// <see cref="AlertFilter.NeedsHistory"/>. Null for none.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? History { get; init; }

    /// <summary>The same with what is stored beside it.</summary>
    public FilterInput With(FilterBeside beside)
    {
        ArgumentNullException.ThrowIfNull(beside);
        return this with { History = beside.History, Watchlists = beside.Watchlists };
    }

    /// <summary>
    /// Watch lists on which the object is, with the entries that it matched: BSON documents of the columns that annotations show, each empty where the list
    /// shows none. Null for no list.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>? Watchlists { get; init; }
}
