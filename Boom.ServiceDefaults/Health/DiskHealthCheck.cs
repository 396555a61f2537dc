using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>Degraded while little room is left on a disk that the configuration has the program write to.</summary>
/// <param name="use">What is written there.</param>
/// <param name="measure">Free bytes and size of the disk; null while it cannot be told.</param>
sealed class DiskHealthCheck(string use, Func<(long Free, long Size)?> measure) : IHealthCheck
{
    /// <summary>The share that is left when it is told; the alert rule BoomDiskLow has the same.</summary>
    internal const double LowShare = 0.05;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(measure() is { } disk && disk.Free < LowShare * disk.Size
            ? HealthCheckResult.Degraded(string.Create(
                CultureInfo.InvariantCulture, $"{100d * disk.Free / disk.Size:0.0} % of the disk of the {use} is free: make room, or move the folder."))
            : HealthCheckResult.Healthy());
}
