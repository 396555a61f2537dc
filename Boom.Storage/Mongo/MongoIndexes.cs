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

    public static IReadOnlyList<MongoIndex> Of(Survey survey)
    {
        var alerts = survey.ToUpperName() + "_alerts";
        var objects = alerts + "_aux";
        var indexes = new List<MongoIndex>
        {
            new(alerts, new() { { "coordinates.radec_geojson", "2dsphere" }, { "_id", 1 } }),
            new(alerts, new("objectId", 1)),
            new(alerts, new() { { "objectId", 1 }, { "candidate.jd", -1 } }),

            // Holds the alerts that wait for the enricher, by candid: small, however many alerts there are.
            new(alerts, new() { { MongoFilters.EnrichedAt, 1 }, { "_id", 1 } }, MongoFilters.Waiting),
            new(objects, new() { { "coordinates.radec_geojson", "2dsphere" }, { "_id", 1 } }),
            new(objects, new("coordinates.healpix_29", 1)),
            new(objects, new("created_at", 1)),
        };
        if (survey == Survey.Ztf)
            indexes.Add(new(alerts, new() { { "candidate.ssnamenr", 1 }, { "candidate.jd", -1 } }, Exists("candidate.ssnamenr")));
        if (survey == Survey.Lsst)
        {
            indexes.Add(new(alerts, new("ssObjectId", 1)));
            indexes.Add(new(objects, new("designation", 1), Exists("designation")));
        }

        return indexes;
    }

    static BsonDocument Exists(string field) => new(field, new BsonDocument("$exists", true));
}
