using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Storage.Mongo;
using Microsoft.Extensions.Hosting;

namespace Boom.Hosting.Clients;

/// <summary>
/// Makes and checks the indexes of a MongoDB store beside the start, so that a wrong one ends the program at once and not at its first packet.
/// A server that is away is waited for.
/// </summary>
sealed class StorePreparation(MongoStore store, IReadOnlyList<Survey> surveys, StagePulse pulse, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waits = new RetryOptions
        {
            FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(10), OnAway = (fault, _) => pulse.Wait(fault.Message),
        };
        try
        {
            await new Retry(waits, time, seed: 1).RunAsync(async token => await store.EnsureIndexesAsync(surveys, _ => pulse.Beat(), token), stoppingToken);
            pulse.End();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
