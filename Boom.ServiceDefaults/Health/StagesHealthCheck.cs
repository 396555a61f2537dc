using Boom.Core.Pipeline;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>Red while a worker waits for a server. It goes on, and green again, by itself.</summary>
sealed class StagesHealthCheck(StagePulses pulses) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var troubles = pulses.All.Where(pulse => pulse.Trouble is not null).OrderBy(pulse => pulse.Name, StringComparer.Ordinal)
            .Select(pulse => $"{pulse.Name}: {pulse.Trouble}").ToArray();
        return Task.FromResult(troubles.Length == 0
            ? HealthCheckResult.Healthy($"{pulses.All.Count} at work")
            : HealthCheckResult.Unhealthy(string.Join(" ", troubles)));
    }
}
