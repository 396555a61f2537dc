using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Documents;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>Objects and what catalogues and watch lists say of them.</content>
public sealed partial class MongoStore
{
    static readonly BsonDocument ObjectPlace = new() { { "coordinates.radec_geojson", 1 }, { "boom.catalogs", 1 } };

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<string>> FindObjectsAsync(Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(objectIds.Count, StringComparer.Ordinal);
        if (objectIds.Count == 0)
            return found;
        await _format.CheckAsync(cancellationToken);
        foreach (var document in await _server.FindAsync(_server.Objects(survey), MongoFilters.Ids(objectIds), IdOnly, objectIds.Count + 1, cancellationToken))
            found.Add(AlertFields.ReadId(document.Bytes.Span));
        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredObject>> ListObjectsAsync(Survey survey, string afterObjectId, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        await _format.CheckAsync(cancellationToken);
        var filter = new BsonDocument("_id", new BsonDocument("$gt", afterObjectId));
        var options = MongoServer.Options(ObjectPlace, Math.Min(limit, SummariesPerReply), ByCandid, limit);
        var found = await _server.FindAsync(_server.Objects(survey), filter, options, cancellationToken);
        return found.ConvertAll(document => new StoredObject(
            AlertFields.ReadId(document.Bytes.Span), AlertFields.ReadPosition(document.Bytes.Span), MatchFields.VersionsOf(document.Bytes.Span).ToArray()));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The store refuses the matches of an object; the others are written.</exception>
    public async ValueTask<long> WriteMatchesAsync(Survey survey, IReadOnlyList<ObjectMatches> objects, CancellationToken cancellationToken)
    {
        if (objects.Count == 0)
            return 0;
        await EnsureIndexesOnceAsync(survey, cancellationToken);
        using var bson = new BsonWriter();
        var writes = new List<WriteModel<EncodedDocument>>(objects.Count);
        foreach (var matches in objects)
            writes.Add(new UpdateOneModel<EncodedDocument>(AsRead(matches), EncodedBuffers.Update(WriteMatches(matches, bson))));
        var (refusals, found) = await _server.UpdateAsync(_server.Objects(survey), writes, cancellationToken);
        return refusals.Count > 0 ? throw new InvalidDataException($"Object {objects[refusals[0].Index].ObjectId}: {refusals[0].Reason}") : found;
    }

    /// <inheritdoc/>
    public async ValueTask<long> AddWatchlistHitsAsync(IReadOnlyList<WatchlistHit> hits, CancellationToken cancellationToken)
    {
        if (hits.Count == 0)
            return 0;
        await EnsureIndexesOnceAsync(null, cancellationToken);
        return await new MongoWatchlistHits(_server).AddAsync(hits, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WatchlistHit>> ListWatchlistHitsAsync(WatchlistQuery query, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await new MongoWatchlistHits(_server).ListAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WatchlistHit>> ReadWatchlistHitsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, IReadOnlyCollection<string> lists, int limit, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return limit > 0 ? await new MongoWatchlistHits(_server).ReadAsync(survey, objectIds, lists, limit, cancellationToken) : [];
    }

    static BsonDocument AsRead(ObjectMatches matches)
    {
        var filter = new BsonDocument("_id", matches.ObjectId);
        foreach (var match in matches.Matches)
        {
            // Null stands for a field that is not there.
            filter.Add(VersionOf(match), match.FollowsVersion is { } version ? (BsonValue)version : BsonNull.Value);
        }

        return filter;
    }

    /// <summary>Sets the paths of these catalogues alone: workers that write the light curve meanwhile do not meet it.</summary>
    static ReadOnlyMemory<byte> WriteMatches(ObjectMatches matches, BsonWriter writer)
    {
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        foreach (var match in matches.Matches)
        {
            writer.Raw(Core.Bson.BsonType.Array, System.Text.Encoding.UTF8.GetBytes($"cross_matches.{match.Catalog}"), match.Rows.Span);
            writer.String(System.Text.Encoding.UTF8.GetBytes(VersionOf(match)), match.Version);
        }

        writer.End(set);
        return writer.EndRoot();
    }

    static string VersionOf(CatalogMatch match) => $"boom.catalogs.{match.Catalog}";
}
