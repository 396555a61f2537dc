using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>Alerts that go back to the enrichers.</content>
public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async ValueTask<long> SendBackAsync(Survey survey, IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
            return 0;
        await EnsureIndexesOnceAsync(survey, cancellationToken);
        var writes = new List<WriteModel<EncodedDocument>>(requests.Count);
        foreach (var request in requests)
        {
            var asRead = new BsonDocument { { "_id", request.Candid }, { MongoFilters.EnrichedAt, new BsonDateTime(request.ReadAtMs) } };
            var change = new BsonDocument
            {
                { "$unset", new BsonDocument(MongoFilters.EnrichedAt, "") }, { "$set", new BsonDocument("boom.sent_back_at", new BsonDateTime(request.AtMs)) },
            };
            writes.Add(new UpdateOneModel<EncodedDocument>(asRead, change));
        }

        var (refusals, found) = await _server.UpdateAsync(_server.Alerts(survey), writes, cancellationToken);
        return refusals.Count == 0 ? found : throw new InvalidDataException(refusals[0].Reason);
    }
}
