using System.ComponentModel.DataAnnotations;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>What is told of the program while it runs, section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Share of the batches that are traced, 0 to 1; default 1. Traces go out only when there is a collector.</summary>
    [Range(0d, 1d)]
    public double TraceRatio { get; set; } = 1;

    /// <summary>Time between two lines of each worker on how it fares, 1 s to 1 d; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromMinutes(1);
}
