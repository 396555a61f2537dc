using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Messaging.Archives;
using Boom.Simulation;

namespace Boom.Embedded.Plays;

/// <summary>Opens again what the play journal notes as text.</summary>
static class PlaySources
{
    /// <summary>The feed of a source; null when it cannot be had any more.</summary>
    public static IPacketFeed? Open(string source)
    {
        if (TailFeed.Parse(source) is ( > 0 and var start, var whole))
            return Open(whole) is { } feed ? new TailFeed(feed, start) : null;
        if (source.StartsWith(LoopedFeed.Prefix, StringComparison.Ordinal))
            return Open(source[LoopedFeed.Prefix.Length..]) is { } inner ? new LoopedFeed(inner) : null;
        if (SurveyFeed.TryParse(source, out var survey, out var withOthers, out var elsewhere, out var mixture))
            return Open(mixture) is { } mixed ? new SurveyFeed(mixed, survey, withOthers, elsewhere) : null;
        if (SimulationOptions.IsSource(source))
            return SimulationOptions.TryParse(source, out var options, out _) ? new SimulatedFeed(options!) : null;
        return PacketSource.Reopen(source);
    }

    /// <summary>Whether a source is a simulated night, or part of one.</summary>
    public static bool IsSimulated(string source)
    {
        var (_, whole) = TailFeed.Parse(source);
        return SimulationOptions.IsSource(whole.StartsWith(LoopedFeed.Prefix, StringComparison.Ordinal) ? whole[LoopedFeed.Prefix.Length..] : whole);
    }

    /// <summary>
    /// Sequence numbers of the packets of a play that the ledger does not account for and that its source does not have any more, ascending. Reads the
    /// source only when it has changed.
    /// </summary>
    public static async ValueTask<IReadOnlyList<long>> FindLostAsync(
        IPlayJournal journal, IReadOnlyList<LedgerPartition> ledger, Play play, CancellationToken cancellationToken)
    {
        var partitions = ledger.Where(known => known.Topic == play.Topic).ToDictionary(known => known.Partition);
        var lost = new List<long>();
        PacketFinder? finder = null;
        try
        {
            for (var number = 0L; number < play.Published; number++)
            {
                var sequence = play.FirstSequence + number;
                if (partitions.TryGetValue((int)(sequence % play.PartitionCount), out var known) && known.Contains(sequence / play.PartitionCount))
                    continue;
                finder ??= await PacketFinder.CreateAsync(journal, play, Open, cancellationToken);
                if (!finder.CanFind(number))
                    lost.Add(sequence);
            }
        }
        finally
        {
            finder?.Dispose();
        }

        return lost;
    }
}
