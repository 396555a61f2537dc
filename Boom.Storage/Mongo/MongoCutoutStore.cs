using System.Collections.Frozen;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Cutouts beside the alerts, in a collection of their own.</summary>
sealed class MongoCutoutStore(MongoServer server) : ICutoutStore
{
    static readonly BsonDocument IdOnly = new("_id", 1);

    public async Task<IReadOnlyDictionary<long, string>> PutAsync(Survey survey, IReadOnlyList<AlertWrite> alerts, CancellationToken cancellationToken)
    {
        var candids = new List<long>(alerts.Count);
        var inserts = new List<WriteModel<EncodedDocument>>(alerts.Count);
        foreach (var alert in alerts)
        {
            if (alert.CutoutsDocument.IsEmpty)
                continue;
            candids.Add(alert.Candid);
            inserts.Add(new InsertOneModel<EncodedDocument>(new(alert.CutoutsDocument)));
        }

        var refusals = await server.WriteAsync(server.Cutouts(survey), inserts, cancellationToken);
        if (refusals.TrueForAll(refusal => refusal.NamesId))
            return FrozenDictionary<long, string>.Empty;

        // What is there already stays as it is; what is not was kept out by an index or a rule of somebody else.
        var there = await server.FindAsync(
            server.Cutouts(survey), MongoFilters.Ids(refusals.ConvertAll(refusal => candids[refusal.Index])), IdOnly, refusals.Count + 1, cancellationToken);
        var stored = there.ConvertAll(document => AlertFields.ReadCandid(document.Bytes.Span)).ToHashSet();
        return refusals.Where(refusal => !stored.Contains(candids[refusal.Index]))
            .DistinctBy(refusal => candids[refusal.Index])
            .ToDictionary(refusal => candids[refusal.Index], refusal => $"Its cutouts cannot be written: {refusal.Reason}");
    }

    public async Task<byte[]?> ReadAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        var found = await server.FindAsync(server.Cutouts(survey), MongoFilters.Id(candid), null, 1, cancellationToken);
        return found.Count == 0 ? null : found[0].ToArray();
    }

    public async Task<CutoutBatch> ReadAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        var cutouts = new CutoutBatch();
        try
        {
            if (candids.Count > 0)
            {
                var options = MongoServer.Options(null, candids.Count + 1);
                options.Projection = Builders<EncodedDocument>.Projection.As(new EncodedDocumentSerializer(cutouts.Reserve));
                foreach (var found in await server.FindAsync(server.Cutouts(survey), MongoFilters.Ids(candids), options, cancellationToken))
                    cutouts.Add(AlertFields.ReadCandid(found.Bytes.Span), found.Bytes);
            }

            return cutouts;
        }
        catch
        {
            cutouts.Dispose();
            throw;
        }
    }

    public Task<long> RemoveAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
        => server.DeleteAsync(server.Cutouts(survey), MongoFilters.Ids(candids), cancellationToken);

    public Task<long> CountAsync(Survey survey, CancellationToken cancellationToken) => server.EstimateAsync(server.Cutouts(survey), cancellationToken);
}
