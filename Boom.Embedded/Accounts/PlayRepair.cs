using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Accounts;

/// <summary>
/// Closes the account of played packets that no input can bring back: their files are gone, and the embedded broker has forgotten them. They count as
/// expired; one that comes after all counts as what becomes of it.
/// </summary>
public static class PlayRepair
{
    /// <summary>Closes what is lost; answers how many packets that is.</summary>
    public static async Task<long> RunAsync(IPlayJournal journal, ILedger ledger, CancellationToken cancellationToken)
    {
        var closed = 0L;
        foreach (var play in await journal.ReadPlaysAsync(cancellationToken))
        {
            var known = await ledger.ReadLedgerAsync(play.Topic, cancellationToken);
            var lost = await PlaySources.FindLostAsync(journal, known, play, cancellationToken);
            var spans = new List<LedgerSpan>();
            for (var partition = 0; partition < play.PartitionCount; partition++)
            {
                foreach (var (first, end) in PlayRanges.Runs(lost, partition, play.PartitionCount))
                    spans.Add(new LedgerSpan(play.Topic, partition, new LedgerRange(first, end - 1, PacketOutcome.Expired)));
            }

            if (spans.Count > 0)
                await ledger.RecordSpansAsync(spans, cancellationToken);
            closed += lost.Count;
        }

        return closed;
    }
}
