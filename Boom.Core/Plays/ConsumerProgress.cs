using System.Collections.Concurrent;

namespace Boom.Core.Plays;

/// <inheritdoc/>
public sealed class ConsumerProgress : IConsumerProgress
{
    readonly ConcurrentDictionary<(string Topic, int Partition), long> _next = new();
    volatile TaskCompletionSource _changed = NewSignal();

    /// <inheritdoc/>
    public Task Changed => _changed.Task;

    /// <inheritdoc/>
    public long NextOffset(string topic, int partition) => _next.GetValueOrDefault((topic, partition));

    /// <inheritdoc/>
    public void Advance(string topic, int partition, long nextOffset)
    {
        _next.AddOrUpdate((topic, partition), nextOffset, (_, known) => Math.Max(known, nextOffset));
        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
