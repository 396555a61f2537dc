using Boom.Core.Resilience;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>One database on a server, and the calls on it; what the driver throws leaves here in the words of the stages.</summary>
sealed class MongoServer : IDisposable
{
    static readonly BulkWriteOptions Unordered = new() { IsOrdered = false };

    readonly ClusterDiagnosis _diagnosis;
    readonly ClockWatch _clock;
    readonly Lock _renewing = new();
    readonly string _databaseName;
    bool _ownsClient;
    volatile IMongoClient _client;
    volatile IMongoDatabase _database;
    volatile Lazy<MongoClient> _clientWithoutTimeouts;
    volatile bool _lacksMajorityReads;

    public MongoServer(MongoStoreOptions options, IMongoClient client, bool ownsClient, TimeProvider time)
    {
        var url = options.ParseConnectionString();
        Name = MongoStoreOptions.NameOf(url);
        Time = time;
        ReplyTimeout = options.ReplyTimeout;
        Tell = options.Notify;
        (_client, _ownsClient) = (client, ownsClient);
        _databaseName = MongoStoreOptions.DatabaseOf(url);
        _database = client.GetDatabase(_databaseName);
        _diagnosis = new(url, options.Verdict, Name);
        _clock = new(time);
        _clientWithoutTimeouts = new(() => new MongoClient(MongoStoreOptions.WithoutTimeouts(client.Settings)));
    }

    /// <summary>Hosts and database, as in messages.</summary>
    public string Name { get; }

    /// <summary>Clock of waits and stamps.</summary>
    public TimeProvider Time { get; }

    /// <summary>How long a call of a stage may wait.</summary>
    public TimeSpan ReplyTimeout { get; }

    /// <summary>The client that is used now.</summary>
    internal IMongoClient Client => _client;

    /// <summary>The database for calls that take as long as they take, on a client of its own.</summary>
    public IMongoDatabase DatabaseWithoutTimeouts => _clientWithoutTimeouts.Value.GetDatabase(_databaseName);

    public IMongoCollection<EncodedDocument> Alerts(Survey survey) => Collection(survey.ToUpperName() + "_alerts");

    public IMongoCollection<EncodedDocument> Objects(Survey survey) => Collection(survey.ToUpperName() + "_alerts_aux");

    public IMongoCollection<EncodedDocument> Pages(Survey survey) => Collection(survey.ToUpperName() + "_alerts_aux_pages");

    public IMongoCollection<EncodedDocument> Cutouts(Survey survey) => Collection(survey.ToUpperName() + "_alerts_cutouts");

    public IMongoCollection<EncodedDocument> Collection(string name) => _database.GetCollection<EncodedDocument>(name);

    public IMongoCollection<BsonDocument> Documents(string name) => _database.GetCollection<BsonDocument>(name);

    /// <summary>Tells something worth knowing that is no fault.</summary>
    public Action<string> Tell { get; }

    /// <summary>Makes one call.</summary>
    /// <exception cref="TransientFaultException">The server is away, busy or changing over.</exception>
    /// <exception cref="PermanentFaultException">The server refuses, and waiting does not mend it.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        _clock.Look();
        try
        {
            return await call();
        }
        catch (Exception fault) when (MongoFaults.IsFault(fault))
        {
            throw await ExplainAsync(fault);
        }
    }

    /// <summary>All documents that a filter finds.</summary>
    /// <param name="projection">What of them; null for all.</param>
    /// <param name="batchSize">Documents per reply; some servers do not limit replies by themselves.</param>
    public Task<List<EncodedDocument>> FindAsync(
        IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, BsonDocument? projection, int batchSize,
        CancellationToken cancellationToken)
        => FindAsync(collection, filter, Options(projection, batchSize), cancellationToken);

    public Task<List<T>> FindAsync<T>(IMongoCollection<T> collection, FilterDefinition<T> filter, FindOptions<T>? options, CancellationToken cancellationToken)
        => RunAsync(() => ListAsync(collection, filter, options, cancellationToken));

    /// <summary>All documents that a filter finds, as the majority has them: no new primary takes them back. A server without such reads answers what it has.</summary>
    public Task<List<EncodedDocument>> FindDurableAsync(
        IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, BsonDocument? projection, int batchSize,
        CancellationToken cancellationToken)
        => RunAsync(async () =>
        {
            var options = Options(projection, batchSize);
            try
            {
                if (!_lacksMajorityReads)
                    return await ListAsync(collection.WithReadConcern(ReadConcern.Majority), filter, options, cancellationToken);
            }
            catch (MongoCommandException fault) when (MongoErrorCodes.MayLackOption(fault.Code))
            {
                // When the same find works without it, that was it.
            }

            var found = await ListAsync(collection, filter, options, cancellationToken);
            if (!_lacksMajorityReads)
            {
                _lacksMajorityReads = true;
                Tell($"The store {Name} has no read concern 'majority': what it answers may be taken back when its primary changes.");
            }

            return found;
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

    /// <summary>Writes in bulk, unordered. Answers the writes that were refused for reasons of their documents, by place; the others are done.</summary>
    public async Task<List<WriteRefusal>> WriteAsync(
        IMongoCollection<EncodedDocument> collection, IReadOnlyList<WriteModel<EncodedDocument>> writes, CancellationToken cancellationToken)
        => writes.Count == 0 ? [] : (await UpdateAsync(collection, writes, cancellationToken)).Refusals;

    /// <summary>As <see cref="WriteAsync"/>, of at least one; answers as well how many documents were found.</summary>
    public Task<(List<WriteRefusal> Refusals, long Found)> UpdateAsync(
        IMongoCollection<EncodedDocument> collection, IReadOnlyList<WriteModel<EncodedDocument>> updates, CancellationToken cancellationToken)
        => RunAsync<(List<WriteRefusal>, long)>(async () =>
        {
            try
            {
                return ([], (await collection.BulkWriteAsync(updates, Unordered, cancellationToken)).MatchedCount);
            }
            catch (MongoBulkWriteException<EncodedDocument> fault) when (RefusalsOf(fault) is { } refusals)
            {
                return (refusals, fault.Result.MatchedCount);
            }
        });

    /// <summary>Updates in bulk, unordered. Answers whether every update found its document.</summary>
    public Task<bool> UpdateAllAsync(
        IMongoCollection<EncodedDocument> collection, IReadOnlyList<WriteModel<EncodedDocument>> updates, CancellationToken cancellationToken)
        => RunAsync(async () => (await collection.BulkWriteAsync(updates, Unordered, cancellationToken)).MatchedCount == updates.Count);

    /// <summary>Deletes all documents that a filter finds; answers how many.</summary>
    public Task<long> DeleteAsync(IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, CancellationToken cancellationToken)
        => RunAsync(async () => (await collection.DeleteManyAsync(filter, cancellationToken)).DeletedCount);

    /// <summary>The server's time; null when it does not tell.</summary>
    public Task<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken)
        => RunAsync(async () =>
        {
            var answer = await GreetAsync("hello", cancellationToken) ?? await GreetAsync("isMaster", cancellationToken);
            return answer?.GetValue("localTime", BsonNull.Value) is BsonDateTime time
                ? DateTimeOffset.FromUnixTimeMilliseconds(time.MillisecondsSinceEpoch)
                : (DateTimeOffset?)null;
        });

    /// <summary>What a server answers to a greeting; null when it does not know it.</summary>
    async Task<BsonDocument?> GreetAsync(string command, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.RunCommandAsync<BsonDocument>(new BsonDocument(command, 1), cancellationToken: cancellationToken);
        }
        catch (MongoCommandException fault) when (fault.Code == MongoErrorCodes.CommandNotFound)
        {
            return null;
        }
    }

    /// <summary>How many documents a collection has, from its metadata: at once, whatever its size. Off after an unclean end of the server.</summary>
    public Task<long> EstimateAsync(IMongoCollection<EncodedDocument> collection, CancellationToken cancellationToken)
        => RunAsync(() => collection.EstimatedDocumentCountAsync(cancellationToken: cancellationToken));

    public Task<long> CountAsync(IMongoCollection<EncodedDocument> collection, FilterDefinition<EncodedDocument> filter, CancellationToken cancellationToken)
        => RunAsync(() => collection.CountDocumentsAsync(filter, cancellationToken: cancellationToken));

    public void Dispose()
    {
        if (_clientWithoutTimeouts.IsValueCreated)
            _clientWithoutTimeouts.Value.Dispose();
        if (_ownsClient)
            _client.Dispose();
    }

    public static FindOptions<EncodedDocument> Options(BsonDocument? projection, int batchSize, BsonDocument? sort = null, int? limit = null) => new()
    {
        BatchSize = batchSize,
        Projection = projection is null ? null : new BsonDocumentProjectionDefinition<EncodedDocument, EncodedDocument>(projection),
        Sort = sort,
        Limit = limit,
    };

    static async Task<List<T>> ListAsync<T>(IMongoCollection<T> collection, FilterDefinition<T> filter, FindOptions<T>? options, CancellationToken cancellationToken)
    {
        using var cursor = await collection.FindAsync(filter, options, cancellationToken);
        return await cursor.ToListAsync(cancellationToken);
    }

    /// <summary>What the stages are to see of a fault of the driver.</summary>
    async Task<Exception> ExplainAsync(Exception fault)
    {
        if (fault is not TimeoutException)
            return MongoFaults.Of(fault, Name);
        if (_clock.TakeSetBack())
            Renew();
        var (permanent, reason) = await _diagnosis.LookAsync(_client.Cluster.Description);
        return permanent ?? MongoFaults.Of(fault, Name, reason);
    }

    /// <summary>
    /// Takes another client. The driver looks for a server that is away at certain times of the machine's clock; when that was set back by ten minutes, it
    /// looks again in ten minutes.
    /// </summary>
    void Renew()
    {
        lock (_renewing)
        {
            var settings = _client.Settings.Clone();
            var watch = settings.ClusterConfigurator;
            // Clients of equal settings share what they know of the servers, so they must differ.
            settings.ClusterConfigurator = builder => watch?.Invoke(builder);
            var (former, isOurs, withoutTimeouts) = (_client, _ownsClient, _clientWithoutTimeouts);
            var client = new MongoClient(settings);
            _clientWithoutTimeouts = new(() => new MongoClient(MongoStoreOptions.WithoutTimeouts(settings)));
            (_client, _database, _ownsClient) = (client, client.GetDatabase(_databaseName), true);
            if (isOurs)
                former.Dispose();
            if (withoutTimeouts.IsValueCreated)
                withoutTimeouts.Value.Dispose();
        }

        Tell($"The clock of this machine was set back: the connection to {Name} is made anew.");
    }

    List<WriteRefusal>? RefusalsOf(MongoBulkWriteException fault)
    {
        if (fault.WriteConcernError is not null || fault.WriteErrors.Count == 0)
            return null;
        var refusals = new List<WriteRefusal>(fault.WriteErrors.Count);
        foreach (var error in fault.WriteErrors)
        {
            if (MongoFaults.OfDocument(error, Name) is not { } reason)
                return null;
            refusals.Add(new(error.Index, error.Code == MongoErrorCodes.DuplicateKey, MongoFaults.NamesId(error.Message), reason));
        }

        refusals.Sort((left, right) => left.Index.CompareTo(right.Index));
        return refusals;
    }
}

/// <summary>A write of a bulk that the server has refused, for a reason that concerns its document alone.</summary>
/// <param name="Index">Place in the list of writes.</param>
/// <param name="IsDuplicate">Whether a unique index was the reason; which one, only the text says.</param>
/// <param name="NamesId">Whether the text says that it was the index of <c>_id</c>.</param>
/// <param name="Reason">A sentence.</param>
readonly record struct WriteRefusal(int Index, bool IsDuplicate, bool NamesId, string Reason);
