using Boom.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Health;

/// <summary>Red when only a restart would help: a worker has ended by a fault, or has given no sign for long, not even that it waits.</summary>
sealed class WorkersHealthCheck(StagePulses pulses, IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var stage in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (stage.ExecuteTask is { IsFaulted: true } ended)
                return Task.FromResult(HealthCheckResult.Unhealthy($"{stage.GetType().Name} has ended: {ended.Exception.InnerException?.Message}"));
        }

        foreach (var pulse in pulses.All)
        {
            if (pulse.Silence > StagePulse.LongestSilence)
                return Task.FromResult(HealthCheckResult.Unhealthy($"{pulse.Name} has given no sign for {pulse.Silence.TotalMinutes:0} minutes"));
        }

        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
