using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>The collections <c>filters</c>, as the reference has it, and <c>filter_hits</c>, whose key is filter, version and candid.</summary>
sealed class MongoFilterStore(MongoServer server)
{
    public const string Hits = "filter_hits";

    public const string Filters = "filters";

    /// <summary>Survey and name of a filter, <c>ZTF/name</c>, in those that were added here: an index keeps it unique. Other programs do without.</summary>
    public const string NameField = "boom.name";

    const int PerReply = 1000;
    const int DuplicateKey = 11000;

    static readonly BsonDocument ById = new("_id", 1);
    static readonly BsonDocument LatestFirst = new() { { "passed_at", -1 }, { "filter_id", 1 }, { "fid", 1 }, { "candid", 1 } };

    IMongoCollection<EncodedDocument> Collection => server.Collection(Filters);

    IMongoCollection<BsonDocument> HitDocuments => server.Documents(Hits);

    public async Task<bool> AddAsync(StoredFilter filter, CancellationToken cancellationToken)
    {
        using var writer = new BsonWriter();
        var document = BsonSerializer.Deserialize<BsonDocument>(FilterBson.Write(writer, filter).ToArray());
        document["boom"] = new BsonDocument("name", $"{filter.Survey.ToUpperName()}/{filter.Name}");
        if (await HasNameAsync(filter, cancellationToken))
            return false;
        return await server.RunAsync(async () =>
        {
            try
            {
                await server.Documents(Filters).InsertOneAsync(document, null, cancellationToken);
                return true;
            }
            catch (MongoWriteException fault) when (fault.WriteError?.Code == DuplicateKey)
            {
                return false;
            }
        });
    }

    // Those that other programs, and versions before this one, have put there are in no index.
    async Task<bool> HasNameAsync(StoredFilter filter, CancellationToken cancellationToken)
    {
        var found = await server.FindAsync(Collection, new BsonDocument("name", filter.Name), MongoServer.Options(null, PerReply), cancellationToken);
        return found.Exists(document => FilterBson.Read(document.Bytes.Span) is { } other && other.Survey == filter.Survey);
    }

    public async Task<StoredFilter?> FindAsync(string id, CancellationToken cancellationToken) =>
        await server.FindAsync(Collection, new BsonDocument("_id", id), MongoServer.Options(null, 1, null, 1), cancellationToken) is [var found]
            ? FilterBson.Read(found.Bytes.Span)
            : null;

    // Spellings of a survey's name differ: the reader knows them.
    public async Task<IReadOnlyList<StoredFilter>> ListAsync(Survey? survey, bool onlyActive, CancellationToken cancellationToken)
    {
        var query = onlyActive ? new BsonDocument("active", true) : [];
        var found = await server.FindAsync(Collection, query, MongoServer.Options(null, PerReply, ById), cancellationToken);
        return [.. found.Select(document => FilterBson.Read(document.Bytes.Span)).OfType<StoredFilter>().Where(filter => survey is null || filter.Survey == survey)];
    }

    public Task<bool> AddVersionAsync(string id, FilterVersion version, CancellationToken cancellationToken)
    {
        var document = new BsonDocument
        {
            { "fid", version.Fid }, { "pipeline", version.Pipeline },
            { "changelog", version.Changelog is null ? BsonNull.Value : version.Changelog }, { "created_at", version.CreatedJd },
        };
        return UpdateAsync(
            new BsonDocument { { "_id", id }, { "fv.fid", new BsonDocument("$ne", version.Fid) }, { "fv.pipeline", new BsonDocument("$ne", version.Pipeline) } },
            new BsonDocument { { "$push", new BsonDocument("fv", document) }, { "$max", new BsonDocument("updated_at", version.CreatedJd) } },
            cancellationToken);
    }

    public Task<bool> ActivateAsync(string id, string fid, DateTimeOffset now, CancellationToken cancellationToken) => UpdateAsync(
        new BsonDocument { { "_id", id }, { "fv.fid", fid } },
        new BsonDocument
        {
            { "$set", new BsonDocument { { "active", true }, { "active_fid", fid }, { "updated_at", JulianDate.FromTime(now) } } },
            { "$unset", new BsonDocument("boom.suspended", "") },
        },
        cancellationToken);

    public Task<bool> DeactivateAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => UpdateAsync(
        new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument { { "active", false }, { "updated_at", JulianDate.FromTime(now) } }), cancellationToken);

    public Task<bool> SuspendAsync(string id, FilterSuspension suspension, CancellationToken cancellationToken) => UpdateAsync(
        new BsonDocument { { "_id", id }, { "active", true }, { "active_fid", suspension.Fid } },
        new BsonDocument("$set", new BsonDocument
        {
            { "active", false },
            { "updated_at", JulianDate.FromTime(DateTimeOffset.FromUnixTimeMilliseconds(suspension.AtMs)) },
            {
                "boom.suspended",
                new BsonDocument { { "fid", suspension.Fid }, { "reason", suspension.Reason }, { "at", new BsonDateTime(suspension.AtMs) } }
            },
        }),
        cancellationToken);

    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        await server.DeleteAsync(Collection, new BsonDocument("_id", id), cancellationToken) > 0;

    public Task<long> AddHitsAsync(IReadOnlyList<FilterHit> hits, CancellationToken cancellationToken) =>
        InsertAsync(HitDocuments, [.. hits.Select(Write)], cancellationToken);

    public async Task<IReadOnlyList<FilterHit>> ListHitsAsync(FilterHitQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit <= 0)
            return [];
        var filter = new BsonDocument("passed_at", new BsonDocument("$gte", new BsonDateTime(query.SinceMs)));
        if (query.FilterId is { } filterId)
            filter.Add("filter_id", filterId);
        if (query.ObjectId is { } objectId)
            filter.Add("objectId", objectId);
        var options = new FindOptions<BsonDocument> { Sort = LatestFirst, Limit = query.Limit, BatchSize = Math.Min(query.Limit, PerReply) };
        return (await server.FindAsync(HitDocuments, filter, options, cancellationToken)).ConvertAll(Read);
    }

    public Task<long> CountHitsAsync(string filterId, CancellationToken cancellationToken) =>
        server.CountAsync(server.Collection(Hits), new BsonDocument("filter_id", filterId), cancellationToken);

    /// <summary>Inserts documents; those whose key is there stay as they are. Answers how many were not.</summary>
    internal async Task<long> InsertAsync(IMongoCollection<BsonDocument> collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
            return 0;
        var inserts = documents.Select(WriteModel<BsonDocument> (document) => new InsertOneModel<BsonDocument>(document)).ToList();
        return await server.RunAsync<long>(async () =>
        {
            try
            {
                await collection.BulkWriteAsync(inserts, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
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

    async Task<bool> UpdateAsync(BsonDocument filter, BsonDocument update, CancellationToken cancellationToken) => await server.RunAsync(
        async () => (await server.Documents(Filters).UpdateOneAsync(filter, update, cancellationToken: cancellationToken)).MatchedCount > 0);

    static BsonDocument Write(FilterHit hit)
    {
        var document = new BsonDocument
        {
            { "_id", $"{hit.FilterId}|{hit.Fid}|{hit.Candid}" },
            { "filter_id", hit.FilterId },
            { "fid", hit.Fid },
            { "survey", hit.Survey.ToUpperName() },
            { "candid", hit.Candid },
            { "objectId", hit.ObjectId },
            { "jd", hit.Jd },
            { "passed_at", new BsonDateTime(hit.PassedAtMs) },
        };
        if (!hit.Annotations.IsEmpty)
            document.Add("annotations", new RawBsonDocument(hit.Annotations.ToArray()));
        return document;
    }

    static FilterHit Read(BsonDocument document)
    {
        _ = SurveyNames.TryParse(document["survey"].AsString, out var survey);
        return new(
            document["filter_id"].AsString, document["fid"].AsString, survey, document["candid"].ToInt64(), document["objectId"].AsString,
            document["jd"].ToDouble(), document["passed_at"].AsBsonDateTime.MillisecondsSinceEpoch,
            document.TryGetValue("annotations", out var annotations) ? annotations.AsBsonDocument.ToBson() : default(ReadOnlyMemory<byte>));
    }
}
