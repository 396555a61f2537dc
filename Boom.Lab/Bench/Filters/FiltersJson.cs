namespace Boom.Lab.Bench.Filters;

/// <summary><c>boom bench filters</c>.</summary>
internal sealed record FiltersJson(
    MachineDescription Machine, int Filters, int Alerts, ulong Seed, int Rounds, IEnumerable<FilterShapeJson> Shapes, IEnumerable<FilterReferenceJson> Reference);

/// <summary>A shape of it; rates are of a second of processor time, but for those by the clock.</summary>
internal sealed record FilterShapeJson(
    string Shape, string Title, double EvaluationsPerSecondMin, double EvaluationsPerSecondMedian, double EvaluationsPerSecondMax, double? GoalEvaluationsPerSecond,
    double EvaluationsPerSecondByTheClock, double BytesPerEvaluation, double AlertsPerSecond, double? GoalAlertsPerSecond, double PassedPercent, long Errors,
    double CompileMicroseconds);

/// <summary>The same in the reference's way.</summary>
internal sealed record FilterReferenceJson(
    string Shape, string Server, int Filters, int Ran, string Refusal, int Alerts, double EvaluationsPerSecond, double OwnEvaluationsPerSecond, int Agreeing);
