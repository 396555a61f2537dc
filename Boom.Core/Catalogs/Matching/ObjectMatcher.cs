using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Catalogs.Matching;

/// <summary>
/// What is matched with objects of one survey: rules on the tables of one moment, and watch lists. A rule whose table is not there leaves no key in
/// <c>cross_matches</c>: an empty list would read as an object without a host. For any number of threads; holds the tables until it is disposed of.
/// </summary>
public sealed class ObjectMatcher : IDisposable
{
    // Objects of the solar system pass by what is there.
    const string SolarSystemPrefix = "sso";

    readonly CatalogSet _set;
    int _uses = 1;

    /// <param name="survey">Whose objects.</param>
    /// <param name="rules">In order.</param>
    /// <param name="areWanted">Whether the operator has asked for these catalogues: one that is not there is a problem then.</param>
    /// <param name="set">The tables; disposed of with this.</param>
    public ObjectMatcher(Survey survey, IReadOnlyList<CrossMatchRule> rules, bool areWanted, CatalogSet set)
    {
        (Survey, _set) = (survey, set);
        var (tables, lists, problems) = (new List<TableMatcher>(), new List<WatchlistMatcher>(), new List<string>());
        foreach (var rule in rules)
        {
            if (set.Find(rule.Catalog) is { } table)
                Try(
                    () =>
                    {
                        var matcher = new TableMatcher(rule, table);
                        tables.Add(matcher);
                        if (areWanted && matcher.Missing.Count > 0)
                            problems.Add($"catalogue {rule.Catalog}: its table has no column '{matcher.Missing[0]}', which its projection names: correct the name, or bring the catalogue in again with that column.");
                    },
                    problems);
            else if (areWanted)
                problems.Add($"catalogue {rule.Catalog} is asked for and not in {set.Place}: bring it in by 'boom catalog add … --name {rule.Catalog}', and match what was stored without it by 'boom catalog match {rule.Catalog}'.");
        }

        foreach (var table in set.Tables.Where(table => table.Header.Description.Name.StartsWith(WatchlistMatcher.Prefix, StringComparison.Ordinal)))
        {
            Try(
                () =>
                {
                    var list = new WatchlistMatcher(table);
                    if (list.IsFor(survey))
                        lists.Add(list);
                },
                problems);
        }

        problems.AddRange(set.Problems);
        (Tables, Watchlists, Problems) = (tables, lists, problems);
    }

    /// <summary>The survey.</summary>
    public Survey Survey { get; }

    /// <summary>Rules and their tables, in the order of the rules.</summary>
    public IReadOnlyList<TableMatcher> Tables { get; }

    /// <summary>Watch lists.</summary>
    public IReadOnlyList<WatchlistMatcher> Watchlists { get; }

    /// <summary>What is asked for and cannot be used, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Whether there is anything to match with.</summary>
    public bool HasAny => Tables.Count > 0 || Watchlists.Count > 0;

    /// <summary>Whether an object is matched: it has a fixed place.</summary>
    public static bool IsMatched(string objectId) => !objectId.StartsWith(SolarSystemPrefix, StringComparison.Ordinal);

    /// <summary>Whether an object that was matched with these versions lacks one of the tables in its present version.</summary>
    /// <param name="versions">BSON document, by catalogue; empty for none.</param>
    /// <param name="table">The table.</param>
    public static bool Lacks(ReadOnlySpan<byte> versions, TableMatcher table) => VersionOf(versions, table) != table.Version;

    /// <summary>The version with which an object was matched; null for never.</summary>
    public static string? VersionOf(ReadOnlySpan<byte> versions, TableMatcher table)
    {
        if (versions.IsEmpty)
            return null;
        var reader = new BsonReader(versions);
        return reader.Find(table.Name) && reader.Type == BsonType.String ? reader.AsString() : null;
    }

    /// <summary>The same matcher for another user, who disposes of it too.</summary>
    public ObjectMatcher Share()
    {
        Interlocked.Increment(ref _uses);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
            _set.Dispose();
    }

    static void Try(Action open, List<string> problems)
    {
        try
        {
            open();
        }
        catch (SkyTableException fault)
        {
            problems.Add(fault.Message);
        }
    }
}
