using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.AlertWorker;

/// <summary>
/// Gives the entry of the highest offset of each partition its fingerprint, by which the consumer knows the partition again. The other packets are not
/// looked at.
/// </summary>
static class LedgerFingerprints
{
    /// <param name="entries">One per packet, in the order of the batch.</param>
    /// <param name="batch">The packets.</param>
    public static void Add(List<LedgerEntry> entries, DecodedBatch batch)
    {
        var last = new Dictionary<(string Topic, int Partition), int>();
        for (var i = 0; i < entries.Count; i++)
        {
            var origin = entries[i].Origin;
            if (!last.TryGetValue((origin.Topic, origin.Partition), out var known) || entries[known].Origin.Offset < origin.Offset)
                last[(origin.Topic, origin.Partition)] = i;
        }

        foreach (var place in last.Values)
            entries[place] = entries[place] with { Fingerprint = PacketMark.FingerprintOf(batch.Packets[place].Message.Message.Payload.Span) };
    }
}
