using Boom.Core.Telemetry;

namespace Boom.Core.Queues;

/// <summary>
/// The batches that a worker has in hand, and their leases: renewed every third of a lease while the worker shows signs of life, so that a lease which
/// runs out means a process that died or hangs.
/// </summary>
sealed class LeaseLoopLeases(ILeasedQueue queue, TimeSpan lease, TimeProvider time)
{
    // After a renewal that failed: the queue server is asked until it is back.
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    readonly Lock _lock = new();
    readonly List<LeaseLoopBatch> _held = [];
    long _sign = time.GetTimestamp();

    /// <summary>The present, for <see cref="Since"/>.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Time that has passed.</summary>
    public TimeSpan Since(long then) => time.GetElapsedTime(then);

    /// <summary>A batch is in hand.</summary>
    public LeaseLoopBatch Hold(LeaseLoopBatch batch)
    {
        Sign();
        lock (_lock)
            _held.Add(batch);
        return batch;
    }

    /// <summary>A batch is settled, or nothing more can be done for it.</summary>
    public void Drop(LeaseLoopBatch batch)
    {
        lock (_lock)
            _held.Remove(batch);
    }

    /// <summary>The worker gets on, or waits for a server that it asks again and again.</summary>
    public void Sign() => Volatile.Write(ref _sign, time.GetTimestamp());

    /// <summary>All that are in hand.</summary>
    public LeaseLoopBatch[] Held()
    {
        lock (_lock)
            return [.. _held];
    }

    /// <summary>Renews until it is ended.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var pause = lease / 3;
        while (true)
        {
            try
            {
                await Task.Delay(pause, time, ending);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = await RenewAsync() || lease / 3 < LongestRetry ? lease / 3 : LongestRetry;
        }
    }

    async ValueTask<bool> RenewAsync()
    {
        // It hangs: whatever it has in hand goes to somebody else.
        if (time.GetElapsedTime(Volatile.Read(ref _sign)) > StagePulse.LongestSilence)
            return true;
        try
        {
            foreach (var batch in Held())
            {
                if (batch.Open is { Count: > 0 } open)
                    await queue.RenewAsync(open, lease, CancellationToken.None);
            }

            return true;
        }
        catch (Exception)
        {
            // The calls of the worker itself say what is wrong with the queue server; the next try may come in time.
            return false;
        }
    }
}
