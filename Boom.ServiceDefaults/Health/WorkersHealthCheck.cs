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

        return Task.FromResult(pulses.All.FirstOrDefault(pulse => pulse.Silence > StagePulse.LongestSilence) is { } silent
            ? HealthCheckResult.Unhealthy($"{silent.Name} has given no sign for {silent.Silence.TotalMinutes:0} minutes")
            : HealthCheckResult.Healthy());
    }
}
