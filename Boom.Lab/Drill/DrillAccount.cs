using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.Lab.Drill;

/// <summary>
/// The account of a topic over all its incarnations, stricter than that of an audit: an offset that the broker has deleted is unaccounted for until the
/// ledger says that it expired. Pure.
/// </summary>
/// <param name="Packets">The account.</param>
/// <param name="Absent">Offsets that hold no packet.</param>
/// <param name="IsRecognised">The ledger knows the partitions as the broker has them.</param>
internal sealed record DrillAccount(PacketAccount Packets, long Absent, bool IsRecognised)
{
    /// <summary>Every offset has an outcome.</summary>
    public bool IsSettled => IsRecognised && Packets.Waiting == 0 && Packets.Unaccounted == 0;

    /// <summary>The account of both topics.</summary>
    public DrillAccount Plus(DrillAccount other)
    {
        var (a, b) = (Packets, other.Packets);
        var sum = new PacketAccount(
            a.Published + b.Published, a.Stored + b.Stored, a.Duplicates + b.Duplicates, a.Rejected + b.Rejected, a.DeadLettered + b.DeadLettered,
            a.Waiting + b.Waiting, a.Unaccounted + b.Unaccounted, a.Expired + b.Expired);
        return new(sum, Absent + other.Absent, IsRecognised && other.IsRecognised);
    }

    /// <param name="topicId">The broker's identifier of the topic; null when it gives none.</param>
    /// <param name="marks">Per partition, the first offset and one past the last.</param>
    /// <param name="ledger">All incarnations of the topic.</param>
    /// <param name="held">Per partition, what the broker has at the offset of the last packet that is accounted for; null when it was not asked.</param>
    public static DrillAccount Compute(
        string? topicId, IReadOnlyList<(long Low, long High)> marks, IReadOnlyList<LedgerPartition> ledger, IReadOnlyDictionary<int, PacketMark>? held = null)
    {
        long waiting = 0, unaccounted = 0;
        var isRecognised = true;
        foreach (var known in ledger.GroupBy(account => account.Partition))
        {
            var current = known.Key < marks.Count ? IncarnationCheck.Latest(known, topicId) : null;
            foreach (var old in known.Where(account => account != current))
                unaccounted += CountOpen(old, 0, old.End);
        }

        for (var partition = 0; partition < marks.Count; partition++)
        {
            var (low, high) = marks[partition];
            var current = IncarnationCheck.Latest(ledger.Where(account => account.Partition == partition), topicId);
            PacketMark? packet = held is not null && held.TryGetValue(partition, out var found) ? found : null;
            if (current is not null && IncarnationCheck.Judge(current, topicId, high, packet) != IncarnationVerdict.Same)
            {
                isRecognised = false;
                waiting += high - low;
                continue;
            }

            waiting += CountOpen(current, low, high);
            unaccounted += CountOpen(current, 0, low);
        }

        long Count(PacketOutcome outcome) => ledger.Sum(account => account.Count(outcome));
        var packets = new PacketAccount(
            0, Count(PacketOutcome.Stored), Count(PacketOutcome.Duplicate), Count(PacketOutcome.Rejected), Count(PacketOutcome.DeadLettered), waiting,
            unaccounted, Count(PacketOutcome.Expired));
        return new(packets with { Published = packets.AccountedFor + waiting + unaccounted }, Count(PacketOutcome.Absent), isRecognised);
    }

    static long CountOpen(LedgerPartition? account, long from, long end)
    {
        var open = Math.Max(0, end - from);
        foreach (var range in account?.Ranges ?? [])
            open -= Math.Max(0, Math.Min(range.Last + 1, end) - Math.Max(range.First, from));
        return open;
    }
}
