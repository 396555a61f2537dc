using Boom.Core.Pipeline;

namespace Boom.Embedded;

/// <summary>
/// Holds a publisher back while a partition has too many bytes that the consumer has not passed on: the embedded broker would drop the
/// oldest of them.
/// </summary>
sealed class PartitionPacer(IConsumerProgress progress, string topic, int partitionCount, long maxBytesAhead)
{
    readonly Queue<(long Offset, int Bytes)>[] _ahead = CreateQueues(partitionCount);
    readonly long[] _bytes = new long[partitionCount];

    /// <summary>Waits until the record may be published; a partition with nothing ahead always may.</summary>
    public async ValueTask WaitAsync(int partition, int bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = progress.Changed;
            Forget(partition, progress.NextOffset(topic, partition));
            if (_bytes[partition] == 0 || _bytes[partition] + bytes <= maxBytesAhead)
                return;
            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Published(int partition, long offset, int bytes)
    {
        _ahead[partition].Enqueue((offset, bytes));
        _bytes[partition] += bytes;
    }

    void Forget(int partition, long nextOffset)
    {
        var ahead = _ahead[partition];
        while (ahead.TryPeek(out var oldest) && oldest.Offset < nextOffset)
        {
            _bytes[partition] -= oldest.Bytes;
            ahead.Dequeue();
        }
    }

    static Queue<(long, int)>[] CreateQueues(int count)
    {
        var queues = new Queue<(long, int)>[count];
        for (var i = 0; i < count; i++)
            queues[i] = new Queue<(long, int)>();
        return queues;
    }
}
