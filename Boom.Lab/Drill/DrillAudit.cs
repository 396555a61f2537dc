using Boom.Core.Store;

namespace Boom.Lab.Drill;

/// <summary>Compares the ledger with what was published, offset by offset. Pure.</summary>
internal static class DrillAudit
{
    const int MostSentences = 10;

    /// <summary>What is not as it should be, a sentence each.</summary>
    /// <param name="log">What was written to the topic.</param>
    /// <param name="ledger">All incarnations of the topic, when every offset has an outcome.</param>
    /// <param name="alerts">Alerts of the night.</param>
    public static IReadOnlyList<string> Check(DrillLog log, IReadOnlyList<LedgerPartition> ledger, int alerts)
    {
        var sentences = new List<string>();
        long stored = 0, accounted = 0;
        foreach (var account in ledger)
        {
            foreach (var range in account.Ranges)
            {
                stored += range.Outcome == PacketOutcome.Stored ? range.Count : 0;
                accounted += range.Count;
                for (var offset = range.First; offset <= range.Last; offset++)
                    Tell(Judge(log.At(account.Partition, offset), range.Outcome), account, offset, range.Outcome);
            }
        }

        if (stored != alerts)
            sentences.Add($"The ledger has {stored} packets as stored; the night has {alerts} alerts");

        // Only what was lost with its offsets may be without outcome: others have taken them, or the topic is another one.
        if (log.Remakes + log.LostEnds == 0 && accounted != log.Places.Count)
            sentences.Add($"The ledger has {accounted} offsets; {log.Places.Count} were written to");
        return sentences;

        void Tell(string? problem, LedgerPartition account, long offset, PacketOutcome outcome)
        {
            if (problem is not null && sentences.Count < MostSentences)
                sentences.Add($"The ledger has {account.Topic}[{account.Partition}]@{offset} as {outcome}, {problem}");
        }
    }

    // More than one thing may have been at an offset; which of them this incarnation of the topic had is not known here.
    static string? Judge(IReadOnlyList<DrillPlace> places, PacketOutcome outcome)
    {
        if (places.Count == 0)
            return "where nothing was published";
        return places.Any(place => Allows(place, outcome))
            ? null
            : places[^1].Packet switch
            {
                null => "where there is no packet",
                { IsDamaged: true } => "which is a damaged packet",
                _ => "which is a good packet" + (places[^1].IsGone ? " that the broker has lost" : ""),
            };
    }

    static bool Allows(DrillPlace place, PacketOutcome outcome) => outcome switch
    {
        PacketOutcome.Expired => place.IsGone,
        PacketOutcome.Absent => place.Packet is null,
        PacketOutcome.DeadLettered => place.Packet is { IsDamaged: true },
        PacketOutcome.Stored or PacketOutcome.Duplicate => place.Packet is { IsDamaged: false },
        _ => false,
    };
}
