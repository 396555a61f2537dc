using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Sqlite;

/// <content>What filters cost.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async ValueTask KeepCostsAsync(string writer, IReadOnlyList<FilterCost> costs, CancellationToken cancellationToken)
    {
        if (costs.Count > 0)
            await WriteAsync(database => FilterCostTable.Set(database, writer, costs), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FilterCost>> ListCostsAsync(Survey survey, DateOnly? night, CancellationToken cancellationToken) =>
        new(Read(database => FilterCostTable.List(database, survey, night), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DateOnly>> ListCostNightsAsync(Survey survey, CancellationToken cancellationToken) =>
        new(Read(database => FilterCostTable.Nights(database, survey), cancellationToken));
}
