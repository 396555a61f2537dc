using Boom.Core.Resilience;
using Boom.Messaging.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Boom.Hosting.Clients;

/// <summary>
/// Looks at the queue server once, as soon as it answers, and ends the program when no queue can be on it: it refuses the sign-in, is too old, or
/// drops messages when it is full.
/// </summary>
/// <param name="services">Have the connection; it is made beside the start.</param>
/// <param name="time">Clock of the waits.</param>
sealed class ValkeyCheck(IServiceProvider services, TimeProvider time) : BackgroundService
{
    /// <summary>Time between two tries.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            try
            {
                await QueueServerSettings.RequireAsync(services.GetRequiredService<IConnectionMultiplexer>()).WaitAsync(stoppingToken);
                return;
            }
            catch (TransientFaultException)
            {
                // The stages say so, and wait too.
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }
}
