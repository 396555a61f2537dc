namespace Boom.Core.Queues;

/// <summary>The workers of one stage in one program.</summary>
public static class WorkerSlots
{
    /// <summary>
    /// Runs workers side by side until all have ended. When one ends by a fault the others are stopped, and the fault is thrown: a stage never
    /// goes on with fewer workers than it was given.
    /// </summary>
    /// <param name="workers">Each gets the signal to stop.</param>
    /// <param name="stopping">The signal from outside.</param>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> workers, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var all = workers.Select(worker => Task.Run(() => worker(stop.Token), CancellationToken.None)).ToArray();
        await foreach (var ended in Task.WhenEach(all))
        {
            if (ended.IsFaulted)
                await stop.CancelAsync();
        }

        await Task.WhenAll(all);
    }
}
