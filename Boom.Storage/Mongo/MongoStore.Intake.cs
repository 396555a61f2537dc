using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>Orders to pause the intake: documents <c>intake_SURVEY</c> of the collection <c>boom</c>.</content>
public sealed partial class MongoStore
{
    IMongoCollection<BsonDocument> Orders => _server.Documents(StoreFormat.Collection);

    /// <inheritdoc/>
    public async ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken)
        => await _server.FindAsync(Orders, PauseKey(survey), null, cancellationToken) is [var order] ? Read(order) : null;

    /// <inheritdoc/>
    public async ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken)
    {
        var order = new BsonDocument
        {
            { "$set", new BsonDocument("reason", pause.Reason) },
            { "$setOnInsert", new BsonDocument("since", new BsonDateTime(pause.SinceMs)) },
        };
        await _server.RunAsync(() => Orders.UpdateOneAsync(PauseKey(survey), order, new UpdateOptions { IsUpsert = true }, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken)
        => (await _server.RunAsync(() => Orders.DeleteOneAsync(PauseKey(survey), cancellationToken))).DeletedCount > 0;

    // One that somebody has put there by hand is an order too, whatever it lacks.
    static IntakePause Read(BsonDocument order) => new(
        order.GetValue("reason", "") is BsonString reason ? reason.Value : "",
        order.GetValue("since", BsonNull.Value) is BsonDateTime since ? since.MillisecondsSinceEpoch : 0);

    static BsonDocument PauseKey(Survey survey) => new("_id", $"intake_{survey.ToUpperName()}");
}
