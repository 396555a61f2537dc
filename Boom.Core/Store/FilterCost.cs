using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>What a version of a filter has cost and yielded on the alerts of one night.</summary>
/// <param name="FilterId">The filter.</param>
/// <param name="Fid">Its version.</param>
/// <param name="Survey">Whose alerts.</param>
/// <param name="Night">Date (UTC) on which the exposures of the alerts began.</param>
/// <param name="Evaluations">Alerts that it looked at.</param>
/// <param name="Passes">Alerts that passed.</param>
/// <param name="Errors">Alerts at which it went wrong.</param>
/// <param name="Microseconds">Time of all evaluations, µs.</param>
public sealed record FilterCost(string FilterId, string Fid, Survey Survey, DateOnly Night, long Evaluations, long Passes, long Errors, long Microseconds);

/// <summary>What filters cost, night by night. Calls throw <see cref="Resilience.TransientFaultException"/> when the store is away or busy; each may be repeated.</summary>
public interface IFilterCosts
{
    /// <summary>
    /// Keeps what a writer has counted in all, in the place of what it kept of the same filters, versions and nights before: totals, so that a repeat counts
    /// nothing twice. Numbers of other writers stay.
    /// </summary>
    /// <param name="writer">Name of who counts, and of nobody else.</param>
    /// <param name="costs">Its totals.</param>
    /// <param name="now">When they are kept: from then on their age counts (<see cref="IRetentionStore.RemoveFilterCostsAsync"/>).</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask KeepCostsAsync(string writer, IReadOnlyList<FilterCost> costs, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The sums of all writers, by filter and version.</summary>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="night">The night; null for the last of which there is anything.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<IReadOnlyList<FilterCost>> ListCostsAsync(Survey survey, DateOnly? night, CancellationToken cancellationToken);

    /// <summary>The nights of a survey of which there is anything, in order.</summary>
    ValueTask<IReadOnlyList<DateOnly>> ListCostNightsAsync(Survey survey, CancellationToken cancellationToken);
}
