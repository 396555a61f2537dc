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
/// <param name="store">The store.</param>
/// <param name="surveys">Surveys of the program.</param>
/// <param name="pulse">Told how it fares.</param>
/// <param name="time">Clock of the waits.</param>
sealed class StorePreparation(MongoStore store, IReadOnlyList<Survey> surveys, StagePulse pulse, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(FirstWait, LongestWait, seed: 1);
        try
        {
            while (true)
            {
                try
                {
                    await store.EnsureIndexesAsync(surveys, _ => pulse.Beat(), stoppingToken);
                    pulse.End();
                    return;
                }
                catch (Exception fault) when (TransientFaultException.Of(fault, stoppingToken) is not null)
                {
                    pulse.Wait(fault.Message);
                }

                await Task.Delay(backoff.Next(), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
