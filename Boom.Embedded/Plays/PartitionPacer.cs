using System.Globalization;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Servers;

namespace Boom.Embedded.Plays;

/// <summary>
/// Holds a publisher back while a partition has too many bytes that the consumer has not passed on: the embedded broker would drop the
/// oldest of them. A large record is published when everything before it is read and forgotten.
/// </summary>
/// <param name="progress">How far the consumer is.</param>
/// <param name="firstDue">Per partition, the first offset that the consumer will read after its start.</param>
sealed class PartitionPacer(EmbeddedBroker broker, IConsumerProgress progress, string topic, int partitionCount, long[] firstDue)
{
    // A partition of the embedded broker keeps 5 MB, in batches of up to 1 MB that it drops whole.
    const long MaxBytesAhead = 3_000_000;

    // Two of these and what is between them fit the 5 MB.
    const long LargeBytes = 2_000_000;

    readonly Queue<(long Offset, int Bytes)>[] _ahead = [.. Enumerable.Range(0, partitionCount).Select(_ => new Queue<(long, int)>())];
    readonly long[] _bytes = new long[partitionCount];
    readonly long[] _last = new long[partitionCount];
    volatile string? _waitsFor;

    /// <summary>What is waited for, a sentence; null when nothing is.</summary>
    public string? WaitsFor => _waitsFor;

    /// <summary>Waits until the record may be published.</summary>
    public async ValueTask WaitAsync(int partition, long offset, int bytes, CancellationToken cancellationToken)
    {
        var isAlone = bytes > LargeBytes || _last[partition] > LargeBytes;
        try
        {
            while (true)
            {
                var changed = progress.Changed;
                var next = Math.Max(progress.NextOffset(topic, partition), firstDue[partition]);
                Forget(partition, next);
                if (isAlone ? next >= offset : _bytes[partition] == 0 || _bytes[partition] + bytes <= MaxBytesAhead)
                    break;
                _waitsFor = string.Create(
                    CultureInfo.InvariantCulture, $"the player waits until {topic}[{partition}] is stored from offset {next} on, lest the broker in memory drop what nobody has stored");
                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _waitsFor = null;
        }

        if (isAlone)
            broker.Forget(topic, partition, offset);
    }

    public void Published(int partition, long offset, int bytes)
    {
        _ahead[partition].Enqueue((offset, bytes));
        _bytes[partition] += bytes;
        _last[partition] = bytes;
    }

    /// <summary>Per partition, the first offset that a ledger does not account for: where a consumer starts.</summary>
    public static long[] FirstDue(IReadOnlyList<LedgerPartition> ledger, string topic, int partitionCount)
    {
        var due = new long[partitionCount];
        foreach (var known in ledger.Where(known => known.Topic == topic && known.Partition < partitionCount))
            due[known.Partition] = known.FirstGap();

        return due;
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
}
