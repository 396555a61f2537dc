using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>Asks a server for a sign of life.</summary>
/// <param name="ask">Asks it.</param>
/// <param name="time">Clock of the wait.</param>
/// <param name="patience">How long the server is given.</param>
sealed class ServerHealthCheck(Func<CancellationToken, Task> ask, TimeProvider time, TimeSpan patience) : IHealthCheck
{
    /// <summary>The default: well within the ten seconds in which readiness has to follow.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await ask(cancellationToken).WaitAsync(patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(fault is TimeoutException ? $"no answer within {patience.TotalSeconds:0.###} s" : fault.Message);
        }
    }
}
