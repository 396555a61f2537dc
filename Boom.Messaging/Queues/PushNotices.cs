using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>
/// What the server tells of pushes, for those who found a queue empty. Notices may be lost, with their connection for one: who waits looks again
/// after a while in any case. Safe for use by several threads.
/// </summary>
/// <param name="channel">Where the scripts publish.</param>
sealed class PushNotices(IConnectionMultiplexer connection, RedisChannel channel, TimeProvider time)
{
    readonly Lock _lock = new();
    TaskCompletionSource _next = NewSignal();
    bool _isSubscribed;
    bool _isWatched;
    long _heard;
    long _foundEmpty = -1;

    /// <summary>Notices so far: to be read before a claim.</summary>
    public long Heard => Volatile.Read(ref _heard);

    /// <summary>A claim that was sent after so many notices came back empty.</summary>
    public void FoundEmpty(long heard)
    {
        lock (_lock)
            _foundEmpty = Math.Max(_foundEmpty, heard);
    }

    /// <summary>Returns when a notice has come since the last claim that came back empty, else at the next one, or after so long.</summary>
    public async ValueTask WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task next;
        lock (_lock)
        {
            if (!_isSubscribed)
                _ = SubscribeAsync();
            _isSubscribed = true;
            if (_heard > _foundEmpty)
                return;
            next = _next.Task;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(longest, time, stop.Token), next);
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // What was pushed before the server knew of us is found by one claim more.
    async Task SubscribeAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!_isWatched)
            connection.ConnectionRestored += (_, _) => Hear();
        _isWatched = true;
        try
        {
            await connection.GetSubscriber().SubscribeAsync(channel, (_, _) => Hear());
            Hear();
        }
        catch (Exception fault) when (ValkeyFaults.Of(fault, "") is not null)
        {
            // The next who waits tries again; until then all look again by themselves.
            lock (_lock)
                _isSubscribed = false;
        }
    }

    void Hear()
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            _heard++;
            waiting = _next;
            _next = NewSignal();
        }

        waiting.TrySetResult();
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
