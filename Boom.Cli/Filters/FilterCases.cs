using MongoDB.Bson;

namespace Boom.Cli.Filters;

/// <summary>A file of cases: a filter, and alerts that must and must not pass it.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Cases">What is asked of it.</param>
internal sealed record FilterCases(NamedFilter Filter, IReadOnlyList<FilterCase> Cases)
{
    /// <summary>Whether some are looked up in a store.</summary>
    public bool NeedStore => Cases.Any(one => one.Documents is null);
}

/// <summary>An alert, or the alerts of an object, and what a filter must say of it.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Passes">Whether it must pass; of an object, whether one of its alerts must, or none may.</param>
/// <param name="Because">Words of the condition that must be the one that fails; null for any.</param>
internal sealed record FilterCase(string Name, bool Passes, string? Because)
{
    /// <summary>The documents of a case that is written out; null for one that is stored.</summary>
    public CaseDocuments? Documents { get; init; }

    /// <summary>A stored alert.</summary>
    public long? Candid { get; init; }

    /// <summary>A stored object.</summary>
    public string? ObjectId { get; init; }
}

/// <summary>The documents of an alert, written by hand.</summary>
/// <param name="All"><c>alert</c>, <c>object</c>, <c>partner</c>, and <c>history</c>, a list of earlier alerts of the body, as fields of one document; only the first must be there.</param>
/// <param name="IsOnWatchlist">Whether its object is on the watch list that the filter is bound to.</param>
internal sealed record CaseDocuments(BsonDocument All, bool IsOnWatchlist);

/// <summary>What a filter said of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Passes">Whether it passes.</param>
/// <param name="Reason">Why it does not, in a line; null when it does.</param>
/// <param name="Fault">What is wrong, a sentence; null when all is right.</param>
internal sealed record CaseVerdict(FilterCase Case, bool Passes, string? Reason, string? Fault);
