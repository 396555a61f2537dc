using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>The collection <c>watchlist_hits</c>. List, survey, object and row make the key, so a hit is recorded once whoever finds it.</summary>
sealed class MongoWatchlistHits(MongoServer server)
{
    public const string Name = "watchlist_hits";

    const int HitsPerReply = 5000;
    const int ObjectsPerCall = 1000;
    const int DuplicateKey = 11000;

    static readonly BsonDocument ByObject = new("objectId", 1);
    static readonly BsonDocument NearestFirst = new() { { "distance_arcsec", 1 }, { "row", 1 } };

    static readonly BsonDocument LatestFirst = new() { { "found_at", -1 }, { "_id", 1 } };

    IMongoCollection<BsonDocument> Collection => server.Documents(Name);

    public async Task<long> AddAsync(IReadOnlyList<WatchlistHit> hits, CancellationToken cancellationToken)
    {
        if (hits.Count == 0)
            return 0;
        var inserts = hits.Select(WriteModel<BsonDocument> (hit) => new InsertOneModel<BsonDocument>(Write(hit))).ToList();
        return await server.RunAsync<long>(async () =>
        {
            try
            {
                await Collection.BulkWriteAsync(inserts, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
                return inserts.Count;
            }
            catch (MongoBulkWriteException<BsonDocument> fault)
                when (fault.WriteConcernError is null && fault.WriteErrors.All(error => error.Code == DuplicateKey))
            {
                // Servers count what was refused differently.
                return inserts.Count - fault.WriteErrors.Count;
            }
        });
    }

    public async Task<IReadOnlyList<WatchlistHit>> ListAsync(WatchlistQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit <= 0)
            return [];
        var filter = new BsonDocument("found_at", new BsonDocument("$gte", new BsonDateTime(query.SinceMs)));
        if (query.List is { } list)
            filter.Add("list", list);
        if (query.ObjectId is { } objectId)
            filter.Add("objectId", objectId);
        var options = new FindOptions<BsonDocument> { Sort = LatestFirst, Limit = query.Limit, BatchSize = Math.Min(query.Limit, HitsPerReply) };
        return (await server.FindAsync(Collection, filter, options, cancellationToken)).ConvertAll(Read);
    }

    /// <summary>Hits of objects on lists, of each object and list the nearest.</summary>
    public async Task<IReadOnlyList<WatchlistHit>> ReadAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit, CancellationToken cancellationToken)
    {
        var left = new HashSet<string>(objectIds, StringComparer.Ordinal);
        var hits = new List<WatchlistHit>();
        while (left.Count > 0 && lists.Count > 0)
        {
            string[] asked = [.. left.Take(ObjectsPerCall)];
            var page = await FindAsync(survey, asked, lists, ByObject, HitsPerReply, cancellationToken);
            if (page.Count < HitsPerReply)
            {
                hits.AddRange(page);
                left.ExceptWith(asked);
                continue;
            }

            // The last object of a full page may have a million more: it is asked for list by list.
            var last = page[^1].ObjectId;
            hits.AddRange(page.Where(hit => hit.ObjectId != last));
            foreach (var list in lists)
                hits.AddRange(await FindAsync(survey, [last], [list], NearestFirst, limit, cancellationToken));
            left.ExceptWith(page.Select(hit => hit.ObjectId));
        }

        return WatchlistHit.Nearest(hits, limit);
    }

    async Task<List<WatchlistHit>> FindAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, BsonDocument sort, int limit, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument
        {
            { "objectId", new BsonDocument("$in", new BsonArray(objectIds)) }, { "list", new BsonDocument("$in", new BsonArray(lists)) }, { "survey", survey.ToUpperName() },
        };
        var options = new FindOptions<BsonDocument> { Sort = sort, Limit = limit, BatchSize = limit };
        return (await server.FindAsync(Collection, filter, options, cancellationToken)).ConvertAll(Read);
    }

    static BsonDocument Write(WatchlistHit hit) => new()
    {
        { "_id", $"{hit.List}|{hit.Survey.ToUpperName()}|{hit.ObjectId}|{hit.Row}" },
        { "list", hit.List },
        { "version", hit.Version },
        { "row", hit.Row },
        { "survey", hit.Survey.ToUpperName() },
        { "objectId", hit.ObjectId },
        { "distance_arcsec", hit.DistanceArcsec },
        { "found_at", new BsonDateTime(hit.FoundAtMs) },
    };

    static WatchlistHit Read(BsonDocument document)
    {
        _ = SurveyNames.TryParse(document["survey"].AsString, out var survey);
        return new(
            document["list"].AsString, document["version"].AsString, document["row"].AsString, survey, document["objectId"].AsString,
            document["distance_arcsec"].ToDouble(), document["found_at"].AsBsonDateTime.MillisecondsSinceEpoch);
    }
}
