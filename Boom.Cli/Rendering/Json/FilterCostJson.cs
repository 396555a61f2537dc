using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering.Json;

/// <summary><c>boom filter cost</c>, the dearest first.</summary>
internal sealed record FilterCostsJson(IEnumerable<FilterCostJson> Costs);

/// <summary>A version of a filter on the alerts of a night; no name where it was removed.</summary>
internal sealed record FilterCostJson(
    string Filter, string Fid, string? Name, string Survey, string Night, long Alerts, long Passed, double Percent, long Errors, double Seconds, double MicrosecondsPerAlert)
{
    public static FilterCostJson Of(FilterCost cost, string? name) => new(
        cost.FilterId, cost.Fid, name, cost.Survey.ToUpperName(), cost.Night.ToString("yyyyMMdd", CultureInfo.InvariantCulture), cost.Evaluations, cost.Passes,
        PercentOf(cost), cost.Errors, cost.Microseconds / 1e6, MicrosecondsOf(cost));

    /// <summary>Part of the alerts that passed, per cent.</summary>
    public static double PercentOf(FilterCost cost) => cost.Evaluations > 0 ? 100.0 * cost.Passes / cost.Evaluations : 0;

    /// <summary>Time of an evaluation, µs.</summary>
    public static double MicrosecondsOf(FilterCost cost) => cost.Evaluations > 0 ? (double)cost.Microseconds / cost.Evaluations : 0;
}
