using System.Collections.Concurrent;
using Boom.Core.Surveys;

namespace Boom.Inference;

/// <summary>
/// The networks of a survey in the order in which they run, and a bounded number of threads that run them. All workers of a process share it: one that waits
/// for a thread has its documents and cutouts already, so the waits of the store cost no inference.
/// </summary>
public sealed class NetworkSet : IDisposable
{
    readonly ConcurrentBag<NetworkSlot> _slots = [];
    readonly SemaphoreSlim _free;

    /// <param name="networks">In the order in which they run. The set disposes of them.</param>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="recipe">Of the numbers that the survey derives.</param>
    /// <param name="threads">How many alerts are scored at once.</param>
    /// <exception cref="ModelException">A network asks for what the survey does not have.</exception>
    public NetworkSet(IReadOnlyList<ScheduledNetwork> networks, ISurvey survey, FeatureRecipe recipe, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        (Networks, Threads, _free) = (networks, threads, new SemaphoreSlim(threads));
        for (var i = 0; networks.Count > 0 && i < threads; i++)
            _slots.Add(new NetworkSlot([.. networks.Select(one => one.Network)], survey.CreateFeatures(recipe)));
    }

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<ScheduledNetwork> Networks { get; }

    /// <summary>How many alerts are scored at once.</summary>
    public int Threads { get; }

    /// <summary>Scores alerts, several at once.</summary>
    /// <param name="count">How many alerts.</param>
    /// <param name="score">Scores the alert of an index with a slot that nobody else has meanwhile.</param>
    /// <param name="cancellationToken">Ends it between two alerts.</param>
    public async Task RunAsync(int count, Action<int, NetworkSlot> score, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Threads, count)).Select(_ => Task.Run(WorkAsync, cancellationToken)));

        async Task WorkAsync()
        {
            await _free.WaitAsync(cancellationToken);
            _slots.TryTake(out var slot);
            try
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    score(i, slot!);
                }
            }
            finally
            {
                _slots.Add(slot!);
                _free.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
            slot.Dispose();
        foreach (var network in Networks)
            network.Network.Dispose();
        _free.Dispose();
    }
}
