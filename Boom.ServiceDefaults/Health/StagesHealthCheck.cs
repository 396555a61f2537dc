using Boom.Core.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>
/// Red while a worker is refused, must pause, or has waited for a server for longer than <see cref="HealthGrace"/>; degraded while it has waited for less, or was told
/// to pause, or does without something that the configuration asks for. It goes on, and green again, by itself, when no more than a server is lacking.
/// </summary>
sealed class StagesHealthCheck(StagePulses pulses) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubled = pulses.All.Where(pulse => (pulse.Trouble ?? pulse.Pause) is not null).OrderBy(pulse => pulse.Name, StringComparer.Ordinal).ToArray();
        var reasons = string.Join(" ", troubled.Select(pulse => $"{pulse.Name}: {pulse.Trouble ?? pulse.Pause}").Concat(pulses.Lacks));
        if (reasons.Length == 0)
            return Task.FromResult(HealthCheckResult.Healthy($"{pulses.All.Count} at work"));
        return Task.FromResult(Array.Exists(troubled, pulse => pulse.IsRefused || pulse.IsForcedToPause || pulse.TroubleTime >= HealthGrace.Time)
            ? HealthCheckResult.Unhealthy(reasons)
            : HealthCheckResult.Degraded(reasons));
    }
}
