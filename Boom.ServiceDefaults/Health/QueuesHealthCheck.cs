using Boom.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>Degraded while messages wait in a queue and nobody takes any: the program that should is stopped or stuck, and cannot tell so itself.</summary>
public sealed class QueuesHealthCheck(QueueWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var stalls = string.Join(" ", watch.Stalls);
        return Task.FromResult(stalls.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(stalls));
    }
}
