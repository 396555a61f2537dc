using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>The collection <c>filter_costs</c>: a document for each night, version of a filter and writer.</summary>
sealed class MongoFilterCosts(MongoServer server)
{
    public const string Name = "filter_costs";

    /// <summary>When a document was written last.</summary>
    public const string CountedAt = "counted_at";

    const int PerReply = 1000;
    const string NightFormat = "yyyyMMdd";

    IMongoCollection<BsonDocument> Documents => server.Documents(Name);

    public Task KeepAsync(string writer, IReadOnlyList<FilterCost> costs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var updates = costs.Select(WriteModel<BsonDocument> (cost) => new UpdateOneModel<BsonDocument>(new BsonDocument("_id", KeyOf(writer, cost)), Set(writer, cost, now)) { IsUpsert = true }).ToList();
        return server.RunAsync(async () => await Documents.BulkWriteAsync(updates, new BulkWriteOptions { IsOrdered = false }, cancellationToken));
    }

    public async Task<IReadOnlyList<FilterCost>> ListAsync(Survey survey, DateOnly? night, CancellationToken cancellationToken)
    {
        if ((night ?? await FindLastAsync(survey, cancellationToken)) is not { } day)
            return [];
        var query = new BsonDocument { { "survey", survey.ToUpperName() }, { "night", TextOf(day) } };
        var found = await server.FindAsync(Documents, query, new FindOptions<BsonDocument> { BatchSize = PerReply }, cancellationToken);
        return [.. found
            .GroupBy(document => (Id: document["filter_id"].AsString, Fid: document["fid"].AsString))
            .OrderBy(group => group.Key.Id, StringComparer.Ordinal).ThenBy(group => group.Key.Fid, StringComparer.Ordinal)
            .Select(group => new FilterCost(
                group.Key.Id, group.Key.Fid, survey, day, Sum(group, "evaluations"), Sum(group, "passes"), Sum(group, "errors"), Sum(group, "microseconds")))];
    }

    /// <summary>Removes what was counted before a time, the oldest first, but what is counted again in between.</summary>
    public async Task<RemovedBatch> RemoveAsync(Survey survey, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var old = new BsonDocument { { "survey", survey.ToUpperName() }, { CountedAt, new BsonDocument("$lt", new BsonDateTime(before.ToUnixTimeMilliseconds())) } };
        var options = new FindOptions<BsonDocument> { Sort = new BsonDocument(CountedAt, 1), Limit = limit, Projection = new BsonDocument("_id", 1) };
        var found = await server.FindAsync(Documents, old, options, cancellationToken);
        if (found.Count == 0)
            return default;
        old.Add("_id", new BsonDocument("$in", new BsonArray(found.Select(document => document["_id"]))));
        var removed = await server.RunAsync(() => Documents.DeleteManyAsync(old, cancellationToken));
        return new(removed.DeletedCount, found.Count < limit ? null : "");
    }

    async Task<DateOnly?> FindLastAsync(Survey survey, CancellationToken cancellationToken)
    {
        var options = new FindOptions<BsonDocument> { Sort = new BsonDocument("night", -1), Limit = 1 };
        var found = await server.FindAsync(Documents, new BsonDocument("survey", survey.ToUpperName()), options, cancellationToken);
        return found is [var last] ? NightOf(last) : null;
    }

    public async Task<IReadOnlyList<DateOnly>> ListNightsAsync(Survey survey, CancellationToken cancellationToken)
    {
        var options = new FindOptions<BsonDocument> { Projection = new BsonDocument("night", 1), BatchSize = PerReply };
        var found = await server.FindAsync(Documents, new BsonDocument("survey", survey.ToUpperName()), options, cancellationToken);
        return [.. found.Select(NightOf).Distinct().Order()];
    }

    static DateOnly NightOf(BsonDocument document) => DateOnly.ParseExact(document["night"].AsString, NightFormat, CultureInfo.InvariantCulture);

    static BsonDocument Set(string writer, FilterCost cost, DateTimeOffset now) => new("$set", new BsonDocument
    {
        { "survey", cost.Survey.ToUpperName() },
        { "night", TextOf(cost.Night) },
        { "filter_id", cost.FilterId },
        { "fid", cost.Fid },
        { "writer", writer },
        { "evaluations", cost.Evaluations },
        { "passes", cost.Passes },
        { "errors", cost.Errors },
        { "microseconds", cost.Microseconds },
        { CountedAt, new BsonDateTime(now.ToUnixTimeMilliseconds()) },
    });

    static string KeyOf(string writer, FilterCost cost) => $"{cost.Survey.ToUpperName()}|{TextOf(cost.Night)}|{cost.FilterId}|{cost.Fid}|{writer}";

    static string TextOf(DateOnly night) => night.ToString(NightFormat, CultureInfo.InvariantCulture);

    static long Sum(IEnumerable<BsonDocument> documents, string field) => documents.Sum(document => document[field].ToInt64());
}
