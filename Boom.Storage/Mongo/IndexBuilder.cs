using Boom.Core.Resilience;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Makes indexes that are missing, and looks at those that are there. Building takes as long as it takes: the calls have no time limit, and how far they are
/// is told every few seconds.
/// </summary>
sealed class IndexBuilder(MongoServer server)
{
    static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    /// <summary>Makes the indexes of one collection.</summary>
    /// <exception cref="PermanentFaultException">One is there that is not as it should be, or the server refuses to make one.</exception>
    public async Task EnsureAsync(string collection, IReadOnlyList<MongoIndex> indexes, Action<IndexProgress> onProgress, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(collection, cancellationToken);
        if (indexes.SelectMany(index => listed.Select(index.Conflict)).FirstOrDefault(conflict => conflict is not null) is { } conflict)
            throw new PermanentFaultException($"{conflict} The server is {server.Name}.");
        var missing = indexes.Where(index => !listed.Exists(index.IsSame)).ToList();
        if (missing.Count == 0)
            return;
        onProgress(new(collection, missing.Count, TimeSpan.Zero, null));
        var geographic = missing.FindAll(index => index.Plain is not null);
        await CreateAsync(collection, missing.FindAll(index => index.Plain is null), onProgress, cancellationToken);
        foreach (var index in geographic)
            await CreateGeographicAsync(index, listed, onProgress, cancellationToken);
    }

    /// <summary>DocumentDB and its relatives have 2dsphere indexes on one field only.</summary>
    async Task CreateGeographicAsync(MongoIndex index, List<BsonDocument> listed, Action<IndexProgress> onProgress, CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(index.Collection, [index], onProgress, cancellationToken);
        }
        catch (PermanentFaultException refusal) when (MongoFaults.Find<MongoCommandException>(refusal) is { Code: var code } && !MongoErrorCodes.IsRefusal(code))
        {
            var plain = index.Plain!;
            if (listed.Exists(plain.IsSame))
                return;
            await CreateAsync(index.Collection, [plain], onProgress, cancellationToken);
            server.Tell($"The server {server.Name} makes no index {index.Name} of {index.Collection}: it has the index {plain.Name} instead.");
        }
    }

    async Task CreateAsync(string collection, List<MongoIndex> indexes, Action<IndexProgress> onProgress, CancellationToken cancellationToken)
    {
        if (indexes.Count == 0)
            return;
        var models = indexes.ConvertAll(index => new CreateIndexModel<BsonDocument>(
            index.Keys, new CreateIndexOptions<BsonDocument> { Name = index.Name, PartialFilterExpression = index.Partial, Unique = index.IsUnique ? true : null, Sparse = index.IsUnique ? true : null }));
        var manager = server.DatabaseWithoutTimeouts.GetCollection<BsonDocument>(collection).Indexes;
        var started = server.Time.GetTimestamp();
        var building = server.RunAsync(() => manager.CreateManyAsync(models, cancellationToken));
        while (await Task.WhenAny(building, Task.Delay(TellEvery, server.Time, cancellationToken)) != building)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var share = await ReadShareAsync(collection, cancellationToken);
            onProgress(new(collection, indexes.Count, server.Time.GetElapsedTime(started), share));
        }

        await building;
    }

    async Task<List<BsonDocument>> ListAsync(string collection, CancellationToken cancellationToken)
        => await server.RunAsync(async () =>
        {
            using var cursor = await server.Documents(collection).Indexes.ListAsync(cancellationToken);
            return await cursor.ToListAsync(cancellationToken);
        });

    /// <summary>What the server says of its work; null when it does not or may not.</summary>
    async Task<double?> ReadShareAsync(string collection, CancellationToken cancellationToken)
    {
        var question = new BsonDocument { { "currentOp", 1 }, { "$ownOps", true }, { "progress", new BsonDocument("$exists", true) } };
        try
        {
            var answer = await server.DatabaseWithoutTimeouts.Client.GetDatabase("admin").RunCommandAsync<BsonDocument>(question, null, cancellationToken);
            foreach (var operation in answer.GetValue("inprog", new BsonArray()).AsBsonArray.OfType<BsonDocument>())
            {
                if (operation.GetValue("ns", "").AsString.EndsWith("." + collection, StringComparison.Ordinal)
                    && operation["progress"] is BsonDocument progress
                    && progress.GetValue("total", 0).ToDouble() is > 0 and var total)
                {
                    return Math.Clamp(progress.GetValue("done", 0).ToDouble() / total, 0, 1);
                }
            }
        }
        catch (Exception fault) when (MongoFaults.IsFault(fault) || fault is InvalidCastException)
        {
            // Told without it.
        }

        return null;
    }
}
