using Boom.Core.Surveys;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

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
    ];

    /// <summary>Of a survey.</summary>
    /// <param name="survey">The survey.</param>
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
            .. own.Select(index => new MongoIndex(index.OfObjects ? objects : alerts, Keys(index), index.OnlyWith is { } field ? Exists(field) : null)),
        ];
    }

    static BsonDocument Keys(SurveyIndex index) => new(index.Keys.Select(key => new BsonElement(key.Field, key.Descending ? -1 : 1)));

    static BsonDocument Exists(string field) => new(field, new BsonDocument("$exists", true));
}
