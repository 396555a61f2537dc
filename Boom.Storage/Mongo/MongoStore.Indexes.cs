using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>The indexes, made before the first write and looked after at each start.</content>
public sealed partial class MongoStore
{
    readonly bool[] _hasIndexes = new bool[Enum.GetValues<Survey>().Length];
    volatile bool _hasSharedIndexes;

    /// <summary>
    /// Makes the indexes of the surveys, and those that belong to none, where they are missing. The first write to a survey does the same
    /// for it; a host that calls this at its start hears of trouble then. May be called at any time, by any number of programs.
    /// </summary>
    /// <exception cref="PermanentFaultException">
    /// An index is there that is not as it should be; the message names it and the command that drops it.
    /// </exception>
    /// <exception cref="TransientFaultException">The server is away.</exception>
    public async Task EnsureIndexesAsync(IReadOnlyCollection<Survey> surveys, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        foreach (var survey in surveys)
            await EnsureIndexesOnceAsync(survey, cancellationToken);
    }

    async ValueTask EnsureIndexesOnceAsync(Survey? survey, CancellationToken cancellationToken)
    {
        if (!_hasSharedIndexes)
        {
            await EnsureAsync(MongoIndexes.Shared, cancellationToken);
            _hasSharedIndexes = true;
        }

        if (survey is { } one && !Volatile.Read(ref _hasIndexes[(int)one]))
        {
            await EnsureAsync(MongoIndexes.Of(one), cancellationToken);
            Volatile.Write(ref _hasIndexes[(int)one], true);
        }
    }

    async Task EnsureAsync(IReadOnlyList<MongoIndex> indexes, CancellationToken cancellationToken)
    {
        foreach (var group in indexes.GroupBy(index => index.Collection))
        {
            var collection = _server.Documents(group.Key);
            var listed = await _server.RunAsync(async () =>
            {
                using var cursor = await collection.Indexes.ListAsync(cancellationToken);
                return await cursor.ToListAsync(cancellationToken);
            });
            var missing = new List<CreateIndexModel<BsonDocument>>();
            foreach (var index in group)
            {
                foreach (var other in listed)
                {
                    if (index.Conflict(other) is { } conflict)
                        throw new PermanentFaultException($"{conflict} The server is {Name}.");
                }

                if (!listed.Exists(index.IsSame))
                    missing.Add(new(index.Keys, new CreateIndexOptions<BsonDocument> { Name = index.Name, PartialFilterExpression = index.Partial }));
            }

            if (missing.Count > 0)
                await _server.RunAsync(() => collection.Indexes.CreateManyAsync(missing, cancellationToken));
        }
    }
}
