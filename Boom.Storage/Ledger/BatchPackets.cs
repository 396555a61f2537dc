using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.Storage.Ledger;

/// <summary>Which packets of a batch have brought an alert, and which came with alerts that another packet had brought since the worker looked.</summary>
sealed class BatchPackets
{
    readonly HashSet<(string Topic, int Partition, long Offset)> _brought = [];
    readonly HashSet<(string Topic, int Partition, long Offset)> _late = [];

    public void Clear()
    {
        _brought.Clear();
        _late.Clear();
    }

    public void AddBrought(in PacketOrigin origin) => _brought.Add(Key(origin));

    /// <summary>The packet's alert was there already.</summary>
    /// <param name="storedFrom">The packet that brought the stored alert; the same one when a write is repeated.</param>
    public void AddStored(in PacketOrigin origin, in PacketOrigin? storedFrom)
    {
        if (storedFrom is { } from && Key(from) == Key(origin))
            _brought.Add(Key(origin));
        else
            _late.Add(Key(origin));
    }

    /// <summary>
    /// What the ledger is to be told: nothing of packets of which an alert was refused, and <see cref="PacketOutcome.Duplicate"/> of those all of
    /// whose alerts came late.
    /// </summary>
    public List<LedgerEntry> Account(IReadOnlyList<LedgerEntry> entries, IReadOnlyList<WriteFailure> failures)
    {
        var refused = failures.Select(failure => Key(failure.Origin)).ToHashSet();
        var accounted = new List<LedgerEntry>(entries.Count);
        foreach (var entry in entries)
        {
            var packet = Key(entry.Origin);
            if (refused.Contains(packet))
                continue;
            var isDuplicate = entry.Outcome == PacketOutcome.Stored && _late.Contains(packet) && !_brought.Contains(packet);
            accounted.Add(isDuplicate ? entry with { Outcome = PacketOutcome.Duplicate } : entry);
        }

        return accounted;
    }

    static (string Topic, int Partition, long Offset) Key(in PacketOrigin origin) => (origin.Topic, origin.Partition, origin.Offset);
}
