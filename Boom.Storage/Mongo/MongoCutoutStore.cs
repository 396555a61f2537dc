using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.Storage.Cutouts;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Cutouts beside the alerts, in a collection of their own.</summary>
sealed class MongoCutoutStore(MongoServer server) : ICutoutStore
{
    /// <inheritdoc/>
    public Task PutAsync(Survey survey, IReadOnlyList<AlertWrite> alerts, CancellationToken cancellationToken)
    {
        var inserts = new List<WriteModel<EncodedDocument>>(alerts.Count);
        foreach (var alert in alerts)
        {
            if (!alert.CutoutsDocument.IsEmpty)
                inserts.Add(new InsertOneModel<EncodedDocument>(new(alert.CutoutsDocument)));
        }

        return server.WriteAsync(server.Cutouts(survey), inserts, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        var found = await server.FindAsync(server.Cutouts(survey), MongoFilters.Id(candid), null, 1, cancellationToken);
        return found.Count == 0 ? null : found[0].ToArray();
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(Survey survey, CancellationToken cancellationToken)
        => server.EstimateAsync(server.Cutouts(survey), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
