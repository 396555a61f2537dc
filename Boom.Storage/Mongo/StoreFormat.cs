using Boom.Core.Resilience;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The document <c>format</c> of the collection <c>boom</c>: of which version the store is, and from which version on programs can read it. A store without
/// it that holds something is of version 2, which wrote none.
/// </summary>
sealed class StoreFormat(MongoServer server)
{
    /// <summary>The version that this program writes.</summary>
    public const int Version = 3;

    /// <summary>What this version writes, programs of that version can read.</summary>
    public const int ReadableFrom = 2;

    /// <summary>Version of a store with objects that have pages, which no program of a version before can read.</summary>
    public const int PagedVersion = 4;

    public const string Collection = "boom";

    const int DocumentsPerReply = 100;

    static readonly BsonDocument Key = new("_id", "format");

    /// <summary>Small collections that are copied before a store is upgraded.</summary>
    static readonly string[] Small = ["ledger", "plays"];

    volatile bool _isReadable, _isRaised;

    /// <summary>Name of the copy of a collection.</summary>
    public static string CopyOf(string collection) => FormattableString.Invariant($"{collection}_v{Version - 1}");

    /// <summary>Throws when the store is of a format that this program cannot read. Asks once.</summary>
    /// <exception cref="PermanentFaultException">It is.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (_isReadable)
            return;
        Check(await ReadAsync(cancellationToken));
        _isReadable = true;
    }

    /// <summary>
    /// Checks the format, marks an empty store, and brings one of the version before to this one: small collections are copied, then the store is marked.
    /// Programs of that version go on working. What ends in between is begun again; the copies stay as they were made first.
    /// </summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var format = await ReadAsync(cancellationToken);
        Check(format);
        _isReadable = true;
        if (format?["version"].ToInt32() >= Version)
            return;
        var isUpgrade = format is not null || await HoldsAnythingAsync(cancellationToken);
        if (isUpgrade)
        {
            foreach (var collection in Small)
                await CopyAsync(collection, CopyOf(collection), cancellationToken);
        }

        var set = new BsonDocument { { "version", Version }, { "readable_from", ReadableFrom } };
        if (isUpgrade)
        {
            set.Add("upgraded_from", Version - 1);
            set.Add("upgraded_at", new BsonDateTime(server.Time.GetUtcNow().ToUnixTimeMilliseconds()));
        }

        await server.RunAsync(() => Documents.UpdateOneAsync(Key, new BsonDocument("$set", set), new UpdateOptions { IsUpsert = true }, cancellationToken));
        if (isUpgrade)
            server.Tell($"The store {server.Name} is of version {Version} now; its collections {string.Join(" and ", Small)} were copied to {string.Join(" and ", Small.Select(CopyOf))}.");
    }

    /// <summary>Marks the store as one with pages. Asks once.</summary>
    public async ValueTask RaiseAsync(CancellationToken cancellationToken)
    {
        if (_isRaised)
            return;
        var raise = new BsonDocument("$max", new BsonDocument { { "version", PagedVersion }, { "readable_from", PagedVersion } });
        await server.RunAsync(() => Documents.UpdateOneAsync(Key, raise, new UpdateOptions { IsUpsert = true }, cancellationToken));
        _isRaised = true;
    }

    /// <summary>A number that the upgrade of a survey's alerts keeps; null when there is none.</summary>
    public async Task<BsonDocument?> ReadAlertsAsync(string survey, CancellationToken cancellationToken)
        => (await ReadAsync(cancellationToken))?.GetValue("alerts", BsonNull.Value) is BsonDocument alerts && alerts.GetValue(survey, BsonNull.Value) is BsonDocument one
            ? one
            : null;

    /// <summary>Keeps how far the upgrade of a survey's alerts has come.</summary>
    public Task WriteAlertsAsync(string survey, BsonDocument progress, CancellationToken cancellationToken)
        => server.RunAsync(() => Documents.UpdateOneAsync(Key, new BsonDocument("$set", new BsonDocument("alerts." + survey, progress)), null, cancellationToken));

    IMongoCollection<BsonDocument> Documents => server.Documents(Collection);

    async Task<BsonDocument?> ReadAsync(CancellationToken cancellationToken) => (await server.FindAsync(Documents, Key, null, cancellationToken)).FirstOrDefault();

    void Check(BsonDocument? format)
    {
        if (format is null || format.GetValue("readable_from", 0).ToInt32() <= PagedVersion)
            return;
        throw new PermanentFaultException(
            $"The store {server.Name} is of a later version of Boom than this program (format {format["version"]}, this program knows "
            + $"{ReadableFrom} to {PagedVersion}): start that version, or name another database in {MongoStoreOptions.ConnectionKey}.");
    }

    async Task<bool> HoldsAnythingAsync(CancellationToken cancellationToken)
    {
        foreach (var collection in Small)
        {
            if (await server.EstimateAsync(server.Collection(collection), cancellationToken) > 0)
                return true;
        }

        return false;
    }

    async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
        => await server.RunAsync(async () =>
        {
            var options = MongoServer.Options(null, DocumentsPerReply);
            using var cursor = await server.Collection(from).FindAsync(MongoFilters.Everything, options, cancellationToken);
            while (await cursor.MoveNextAsync(cancellationToken))
            {
                // One that is there was copied by a try before.
                var inserts = cursor.Current.Select(WriteModel<EncodedDocument> (document) => new InsertOneModel<EncodedDocument>(document)).ToList();
                await server.WriteAsync(server.Collection(to), inserts, cancellationToken);
            }

            return true;
        });
}
