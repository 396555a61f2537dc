using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.ServiceDefaults.Health;

/// <summary>Degraded while the collector that the configuration names cannot be reached: the work goes on, and nobody afar sees it.</summary>
/// <param name="address">Address of the collector; only host and port are told.</param>
sealed class CollectorHealthCheck(Uri address, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellationToken).AsTask().WaitAsync(ServerHealthCheck.Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is SocketException or TimeoutException)
        {
            return HealthCheckResult.Degraded(
                $"The collector {address.Host}:{address.Port} cannot be reached ({fault.Message}): metrics, lines and traces of this program are not sent there.");
        }
    }
}
