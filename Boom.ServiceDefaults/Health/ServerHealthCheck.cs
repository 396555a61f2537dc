using Boom.Core.Resilience;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>
/// Asks a server for a sign of life. One that does not answer is degraded, unhealthy once it has been away for <see cref="HealthGrace"/>; one that
/// refuses is unhealthy at once. One instance for all looks.
/// </summary>
/// <param name="ask">Asks it.</param>
/// <param name="time">Clock of the wait.</param>
/// <param name="patience">How long the server is given.</param>
public sealed class ServerHealthCheck(Func<CancellationToken, Task> ask, TimeProvider time, TimeSpan patience) : IHealthCheck
{
    /// <summary>The default: well within the ten seconds in which readiness has to follow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly Lock _lock = new();
    long? _awaySince;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var asked = time.GetTimestamp();
        try
        {
            await ask(cancellationToken).WaitAsync(patience, time, cancellationToken);
            lock (_lock)
                _awaySince = null;
            return HealthCheckResult.Healthy();
        }
        catch (PermanentFaultException fault)
        {
            return HealthCheckResult.Unhealthy(fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reason = fault is TimeoutException ? $"no answer within {patience.TotalSeconds:0.###} s" : fault.Message;
            return TimeAway(asked) < HealthGrace.Time ? HealthCheckResult.Degraded(reason) : HealthCheckResult.Unhealthy(reason);
        }
    }

    TimeSpan TimeAway(long asked)
    {
        lock (_lock)
            return time.GetElapsedTime(_awaySince ??= asked);
    }
}

/// <summary>How long a server may be away before a program that needs it is unhealthy; until then it is degraded.</summary>
static class HealthGrace
{
    /// <summary>Longer than a server takes to hand over to a replica that is ready, shorter than the period at which orchestrators look.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);
}
