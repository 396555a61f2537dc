using Boom.Core.Surveys;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <summary>An index as it should be, and how one that is there compares.</summary>
/// <param name="Collection">Its collection.</param>
/// <param name="Keys">Fields and directions, in order.</param>
/// <param name="Partial">Which documents it holds; null for all.</param>
/// <param name="IsUnique">Whether it holds the documents that have the field, of which no two may have the same in it.</param>
sealed record MongoIndex(string Collection, BsonDocument Keys, BsonDocument? Partial = null, bool IsUnique = false)
{
    /// <summary>Options that make an index another one; what else a listing shows is version and statistics.</summary>
    static readonly string[] Options = ["unique", "sparse", "expireAfterSeconds", "collation"];

    static readonly string[] OfUnique = ["unique", "sparse"];

    string Wanted => IsUnique ? "unique and sparse" : Partial is null ? "no options" : $"partialFilterExpression {Partial}";

    /// <summary>The name that servers give: keys and directions joined by underscores.</summary>
    public string Name { get; } = string.Join('_', Keys.Elements.Select(key => $"{key.Name}_{key.Value}"));

    /// <summary>What does instead where a server makes no compound index of this kind: the position alone. Null when there is no need.</summary>
    public MongoIndex? Plain => Keys.ElementCount > 1 && Keys[0] == "2dsphere" ? new(Collection, new BsonDocument(Keys.GetElement(0))) : null;

    /// <summary>Whether an index that is there does for this one.</summary>
    public bool IsSame(BsonDocument listed) => HasSameKeys(listed) && HasSameOptions(listed);

    /// <summary>What is wrong with an index that takes the place of this one; null when it does not, or does for it.</summary>
    public string? Conflict(BsonDocument listed)
    {
        var name = listed["name"].AsString;
        if ((name != Name && !HasSameKeys(listed)) || IsSame(listed))
            return null;
        var (found, wanted) = HasSameKeys(listed)
            ? (Describe(listed), Wanted)
            : ($"keys {listed["key"]}", $"keys {Keys}");
        return $"The index {name} of {Collection} has {found}, and Boom needs {wanted}: drop it with "
            + $"db.{Collection}.dropIndex(\"{name}\"), Boom then makes its own.";
    }

    bool HasSameKeys(BsonDocument listed)
    {
        var keys = listed["key"].AsBsonDocument;
        return keys.ElementCount == Keys.ElementCount
            && keys.Zip(Keys).All(pair => pair.First.Name == pair.Second.Name && pair.First.Value.CompareTo(pair.Second.Value) == 0);
    }

    bool HasSameOptions(BsonDocument listed)
        => listed.GetValue("partialFilterExpression", BsonNull.Value) == (Partial ?? (BsonValue)BsonNull.Value)
            && Options.All(option => IsSet(listed, option) == (IsUnique && OfUnique.Contains(option)));

    static bool IsSet(BsonDocument listed, string option) => listed.TryGetValue(option, out var value) && value != BsonBoolean.False;

    static string Describe(BsonDocument listed)
    {
        var set = Options.Append("partialFilterExpression").Where(option => IsSet(listed, option)).Select(option => $"{option} {listed[option]}");
        return string.Join(", ", set) is { Length: > 0 } text ? text : "no options";
    }
}

/// <summary>All indexes of a database.</summary>
static class MongoIndexes
{
    /// <summary>Of the collections that belong to no survey.</summary>
    public static IReadOnlyList<MongoIndex> Shared { get; } =
    [
        new("ledger", new() { { "topic", 1 }, { "partition", 1 } }),
        new(LedgerArchive.Name, new() { { "topic", 1 }, { "partition", 1 }, { "first", 1 } }),
        new("dead_letters", new() { { "topic", 1 }, { "partition", 1 }, { "offset", 1 } }),
        new("dead_letters", new() { { "at", -1 }, { "_id", 1 } }),
        new("dead_letters", new("survey", 1)),
        new(MongoWatchlistHits.Name, new() { { "list", 1 }, { "found_at", -1 } }),
        new(MongoWatchlistHits.Name, new() { { "objectId", 1 }, { "found_at", -1 } }),
        new(MongoFilterStore.Filters, new(MongoFilterStore.NameField, 1), IsUnique: true),
        new(MongoFilterStore.Hits, new() { { "filter_id", 1 }, { "passed_at", -1 } }),
        new(MongoFilterStore.Hits, new() { { "objectId", 1 }, { "passed_at", -1 } }),
        new(MongoFilterCosts.Name, new() { { "survey", 1 }, { "night", -1 } }),
        new(MongoFilterCosts.Name, new() { { "survey", 1 }, { MongoFilterCosts.CountedAt, 1 } }),
    ];

    /// <summary>Of a survey.</summary>
    /// <param name="own">Those that only this survey has.</param>
    public static IReadOnlyList<MongoIndex> Of(Survey survey, IReadOnlyList<SurveyIndex> own)
    {
        var alerts = survey.ToUpperName() + "_alerts";
        var objects = alerts + "_aux";
        return
        [
            new(alerts, new() { { "coordinates.radec_geojson", "2dsphere" }, { "_id", 1 } }),
            new(alerts, new("objectId", 1)),
            new(alerts, new() { { "objectId", 1 }, { "candidate.jd", -1 } }),

            // Holds the alerts that wait for the enricher, by candid: small, however many alerts there are.
            new(alerts, new() { { MongoFilters.EnrichedAt, 1 }, { "_id", 1 } }, MongoFilters.Waiting),
            new(objects, new() { { "coordinates.radec_geojson", "2dsphere" }, { "_id", 1 } }),
            new(objects, new("coordinates.healpix_29", 1)),
            new(objects, new("created_at", 1)),
            .. own.Select(index => new MongoIndex(index.OfObjects ? objects : alerts, Keys(index),
                index.OnlyWith is { } field ? new BsonDocument(field, new BsonDocument("$exists", true)) : null)),
        ];
    }

    static BsonDocument Keys(SurveyIndex index) => new(index.Keys.Select(key => new BsonElement(key.Field, key.Descending ? -1 : 1)));
}
