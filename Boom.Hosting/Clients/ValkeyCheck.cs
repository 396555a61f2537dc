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
sealed class ValkeyCheck(IServiceProvider services, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // The stages say that it is away, and wait too.
        var retry = new Retry(new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(5) }, time, seed: 1);
        await retry.RunAsync(
            async token => await QueueServerSettings.RequireAsync(services.GetRequiredService<IConnectionMultiplexer>()).WaitAsync(token), stoppingToken);
    }
}
