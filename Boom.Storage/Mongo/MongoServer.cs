using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>One database on a server, and the calls on it; what the driver throws leaves here in the words of the stages.</summary>
sealed class MongoServer : IDisposable
{
    static readonly BulkWriteOptions Unordered = new() { IsOrdered = false };

    readonly IMongoClient _client;
    readonly bool _ownsClient;
    readonly IMongoDatabase _database;

    public MongoServer(MongoStoreOptions options, IMongoClient client, bool ownsClient, TimeProvider time)
    {
        var url = options.ParseConnectionString();
        Name = MongoStoreOptions.NameOf(url);
        Time = time;
        (_client, _ownsClient) = (client, ownsClient);
        _database = _client.GetDatabase(MongoStoreOptions.DatabaseOf(url));
    }

    /// <summary>Hosts and database, as in messages.</summary>
    public string Name { get; }

    /// <summary>Clock of waits and stamps.</summary>
    public TimeProvider Time { get; }

    public IMongoCollection<EncodedDocument> Alerts(Survey survey) => Collection(survey.ToUpperName() + "_alerts");

    public IMongoCollection<EncodedDocument> Objects(Survey survey) => Collection(survey.ToUpperName() + "_alerts_aux");

    public IMongoCollection<EncodedDocument> Cutouts(Survey survey) => Collection(survey.ToUpperName() + "_alerts_cutouts");

    public IMongoCollection<EncodedDocument> Collection(string name) => _database.GetCollection<EncodedDocument>(name);

    public IMongoCollection<BsonDocument> Documents(string name) => _database.GetCollection<BsonDocument>(name);

    /// <summary>Makes one call.</summary>
    /// <exception cref="TransientFaultException">The server is away, busy or changing over.</exception>
    /// <exception cref="PermanentFaultException">The server refuses, and waiting does not mend it.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception fault) when (MongoFaults.IsFault(fault))
        {
            throw MongoFaults.Of(fault, Name);
        }
    }

    /// <summary>All documents that a filter finds.</summary>
    /// <param name="collection">Where to look.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="projection">What of them; null for all.</param>
    /// <param name="batchSize">Documents per reply; some servers do not limit replies by themselves.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<EncodedDocument>> FindAsync(
        IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, BsonDocument? projection, int batchSize,
        CancellationToken cancellationToken)
        => FindAsync(collection, filter, Options(projection, batchSize), cancellationToken);

    /// <inheritdoc cref="FindAsync(IMongoCollection{EncodedDocument}, FilterDefinition{EncodedDocument}, BsonDocument?, int, CancellationToken)"/>
    public Task<List<EncodedDocument>> FindAsync(
        IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, FindOptions<EncodedDocument> options,
        CancellationToken cancellationToken)
        => RunAsync(async () =>
        {
            using var cursor = await collection.FindAsync(filter, options, cancellationToken);
            return await cursor.ToListAsync(cancellationToken);
        });

    /// <summary>Looks at all documents that a filter finds, a reply at a time.</summary>
    public Task<bool> ForEachAsync(
        IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, FindOptions<EncodedDocument> options,
        Action<EncodedDocument> look, CancellationToken cancellationToken)
        => RunAsync(async () =>
        {
            using var cursor = await collection.FindAsync(filter, options, cancellationToken);
            while (await cursor.MoveNextAsync(cancellationToken))
            {
                foreach (var document in cursor.Current)
                    look(document);
            }

            return true;
        });

    /// <summary>Writes in bulk, unordered. Answers the places in the list of those that a key already in use has kept out, ascending.</summary>
    public async Task<List<int>> WriteAsync(
        IMongoCollection<EncodedDocument> collection, IReadOnlyList<WriteModel<EncodedDocument>> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
            return [];
        try
        {
            await collection.BulkWriteAsync(writes, Unordered, cancellationToken);
            return [];
        }
        catch (MongoBulkWriteException fault) when (IsDuplicatesOnly(fault))
        {
            var refused = new List<int>(fault.WriteErrors.Count);
            foreach (var error in fault.WriteErrors)
                refused.Add(error.Index);
            refused.Sort();
            return refused;
        }
        catch (Exception fault) when (MongoFaults.IsFault(fault))
        {
            throw MongoFaults.Of(fault, Name);
        }
    }

    /// <summary>Updates in bulk, unordered. Answers whether every update found its document.</summary>
    public Task<bool> UpdateAllAsync(
        IMongoCollection<EncodedDocument> collection, IReadOnlyList<WriteModel<EncodedDocument>> updates, CancellationToken cancellationToken)
        => RunAsync(async () => (await collection.BulkWriteAsync(updates, Unordered, cancellationToken)).MatchedCount == updates.Count);

    /// <summary>How many documents a collection has, from its metadata: at once, whatever its size.</summary>
    public Task<long> EstimateAsync(IMongoCollection<EncodedDocument> collection, CancellationToken cancellationToken)
        => RunAsync(() => collection.EstimatedDocumentCountAsync(cancellationToken: cancellationToken));

    public Task<long> CountAsync(
        IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, CancellationToken cancellationToken)
        => RunAsync(() => collection.CountDocumentsAsync(filter, cancellationToken: cancellationToken));

    public void Dispose()
    {
        if (_ownsClient)
            _client.Dispose();
    }

    public static FindOptions<EncodedDocument> Options(BsonDocument? projection, int batchSize) => new()
    {
        BatchSize = batchSize,
        Projection = projection is null ? null : new BsonDocumentProjectionDefinition<EncodedDocument, EncodedDocument>(projection),
    };

    static bool IsDuplicatesOnly(MongoBulkWriteException fault)
    {
        if (fault.WriteConcernError is not null || fault.WriteErrors.Count == 0)
            return false;
        foreach (var error in fault.WriteErrors)
        {
            if (error.Code != MongoFaults.DuplicateKey)
                return false;
        }

        return true;
    }
}
