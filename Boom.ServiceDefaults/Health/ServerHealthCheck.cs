using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>Asks a server for a sign of life, and waits no longer than <see cref="Patience"/>.</summary>
sealed class ServerHealthCheck(Func<CancellationToken, Task> ask, TimeProvider time) : IHealthCheck
{
    /// <summary>Well within the ten seconds in which readiness has to follow.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await ask(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(fault is TimeoutException ? $"no answer within {Patience.TotalSeconds:0} s" : fault.Message);
        }
    }
}
