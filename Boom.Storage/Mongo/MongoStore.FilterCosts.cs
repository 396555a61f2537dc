using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Mongo;

/// <content>What filters cost.</content>
public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async ValueTask KeepCostsAsync(string writer, IReadOnlyList<FilterCost> costs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (costs.Count == 0)
            return;
        await EnsureIndexesOnceAsync(null, cancellationToken);
        await new MongoFilterCosts(_server).KeepAsync(writer, costs, now, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        await EnsureIndexesOnceAsync(null, cancellationToken);
        return await new MongoFilterCosts(_server).RemoveAsync(survey, before, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FilterCost>> ListCostsAsync(Survey survey, DateOnly? night, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await new MongoFilterCosts(_server).ListAsync(survey, night, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DateOnly>> ListCostNightsAsync(Survey survey, CancellationToken cancellationToken)
    {
        await _format.CheckAsync(cancellationToken);
        return await new MongoFilterCosts(_server).ListNightsAsync(survey, cancellationToken);
    }
}
