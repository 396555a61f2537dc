namespace Boom.Lab.Bench.Latency;

/// <summary><c>boom bench latency</c>; times in milliseconds unless their names say seconds.</summary>
internal sealed record LatencyJson(
    MachineDescription Machine, ulong Seed, IEnumerable<string> Networks, int Filters, double AlertsPerSecond, int Alerts, int WarmUpAlerts, int Messages, bool KeptRate,
    LatencyStepJson Lateness, double ProcessorsBusy, IEnumerable<LatencyStepJson> Steps, double GoalP50, double GoalP99, IEnumerable<SlowAlertJson> Slowest,
    BurstJson? Burst, long MissingMessages);

/// <summary>A step of it.</summary>
internal sealed record LatencyStepJson(string Step, double P50, double P90, double P99, double Max);

/// <summary>An alert that took long; the steps in their order.</summary>
internal sealed record SlowAlertJson(long? Candid, string ObjectId, double Milliseconds, IEnumerable<double> Steps);

/// <summary>The burst.</summary>
internal sealed record BurstJson(
    int Alerts, int Messages, double PublishedSeconds, double LastMessageSeconds, double GoalSeconds, double ProcessorsBusy, LatencyStepJson Whole);
