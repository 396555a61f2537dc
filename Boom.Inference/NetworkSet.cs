using System.Collections.Concurrent;
using Boom.Core.Surveys;
using Boom.Inference.Providers;

namespace Boom.Inference;

/// <summary>
/// The networks of a survey in the order in which they run, and a bounded number of alerts that are scored at once: on the processors one on each thread, on
/// a GPU as many as its batches take. All workers of a process share it: one that waits has its documents and cutouts already, so the waits of the store cost
/// no inference.
/// </summary>
public sealed class NetworkSet : IDisposable
{
    readonly ConcurrentBag<NetworkSlot> _slots = [];
    readonly SemaphoreSlim _free;
    readonly IReadOnlyList<DeviceQueue> _devices;

    /// <param name="networks">In the order in which they run. The set disposes of them.</param>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="recipe">Of the numbers that the survey derives.</param>
    /// <param name="threads">How many alerts are scored at once on the processors.</param>
    /// <param name="devices">GPUs that run the networks instead; the set disposes of them.</param>
    /// <exception cref="ModelException">A network asks for what the survey does not have.</exception>
    public NetworkSet(
        IReadOnlyList<ScheduledNetwork> networks, ISurvey survey, FeatureRecipe recipe, int threads, IReadOnlyList<DeviceQueue>? devices = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        (Networks, _devices) = (networks, devices ?? []);
        AtOnce = _devices.Count > 0 ? _devices.Sum(device => device.BatchSize) : threads;
        _free = new SemaphoreSlim(AtOnce);
        for (var i = 0; networks.Count > 0 && i < AtOnce; i++)
        {
            var device = _devices.Count > 0 ? _devices[i % _devices.Count] : null;
            _slots.Add(new NetworkSlot([.. networks.Select(one => one.Network)], survey.CreateFeatures(recipe), device));
        }
    }

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<ScheduledNetwork> Networks { get; }

    /// <summary>How many alerts are scored at once.</summary>
    public int AtOnce { get; }

    /// <summary>Whether the networks run on a GPU.</summary>
    public bool IsOnDevice => _devices.Count > 0;

    /// <summary>Scores alerts, several at once.</summary>
    /// <param name="count">How many alerts.</param>
    /// <param name="score">Scores the alert of an index with a slot that nobody else has meanwhile.</param>
    /// <param name="cancellationToken">Ends it between two alerts.</param>
    public async Task RunAsync(int count, Func<int, NetworkSlot, ValueTask> score, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, count)).Select(_ => Task.Run(WorkAsync, cancellationToken)));

        async Task WorkAsync()
        {
            // One thread goes from alert to alert: the weights of the networks stay in its cache.
            await _free.WaitAsync(cancellationToken);
            _slots.TryTake(out var slot);
            try
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await score(i, slot!);
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
        foreach (var device in _devices)
            device.Dispose();
        foreach (var slot in _slots)
            slot.Dispose();
        foreach (var network in Networks)
            network.Network.Dispose();
        _free.Dispose();
    }
}
