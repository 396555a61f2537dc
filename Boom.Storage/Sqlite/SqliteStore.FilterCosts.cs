using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>What filters cost.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask KeepCostsAsync(string writer, IReadOnlyList<FilterCost> costs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (costs.Count > 0)
            await WriteAsync(database => FilterCostTable.Set(database, writer, costs, now), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!Read(FilterCostTable.IsThere, cancellationToken))
            return default;
        var removed = await WriteAsync(database => FilterCostTable.RemoveBefore(database, survey, before, limit), cancellationToken);
        return new(removed, removed < limit ? null : "");
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FilterCost>> ListCostsAsync(Survey survey, DateOnly? night, CancellationToken cancellationToken) =>
        new(Read(database => FilterCostTable.List(database, survey, night), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DateOnly>> ListCostNightsAsync(Survey survey, CancellationToken cancellationToken) =>
        new(Read(database => FilterCostTable.Nights(database, survey), cancellationToken));
}
