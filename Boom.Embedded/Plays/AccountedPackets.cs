using Boom.Core.Plays;
using Boom.Core.Store;

namespace Boom.Embedded.Plays;

/// <summary>Packets, by content, that a play has brought into the store.</summary>
static class AccountedPackets
{
    /// <summary>Those of all plays that the ledger knows as stored.</summary>
    public static async ValueTask<HashSet<UInt128>> ReadAsync(
        IPlayJournal journal, ILedger ledger, IReadOnlyList<Play> plays, CancellationToken cancellationToken)
    {
        var accounted = new HashSet<UInt128>();
        foreach (var topic in plays.GroupBy(play => play.Topic))
        {
            var partitions = (await ledger.ReadLedgerAsync(topic.Key, cancellationToken)).Where(known => known.Topic == topic.Key)
                .ToDictionary(known => known.Partition);
            foreach (var play in topic)
                await AddAsync(journal, play, partitions, accounted, cancellationToken);
        }

        return accounted;
    }

    static async ValueTask AddAsync(
        IPlayJournal journal, Play play, Dictionary<int, LedgerPartition> ledger, HashSet<UInt128> accounted, CancellationToken cancellationToken)
    {
        var noted = await PlayedPackets.ReadAsync(journal, play, cancellationToken);
        for (var number = noted.FirstNoted; number < play.Published; number++)
        {
            var sequence = play.FirstSequence + number;
            if (ledger.TryGetValue((int)(sequence % play.PartitionCount), out var known) && noted.Find(number) is { } content
                && known.OutcomeOf(sequence / play.PartitionCount) is PacketOutcome.Stored or PacketOutcome.Duplicate)
            {
                accounted.Add(content);
            }
        }
    }
}
