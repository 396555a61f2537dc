using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Repairs;

/// <summary>From a dead letter back to the file that was played.</summary>
public static class LetterSource
{
    /// <summary>The file, or archive and entry, that the packet came from; null when it was not played from files, or is in them no more.</summary>
    public static async ValueTask<string?> FindAsync(IPlayJournal journal, PacketOrigin origin, CancellationToken cancellationToken)
    {
        foreach (var play in await journal.ReadPlaysAsync(cancellationToken))
        {
            if (play.Topic != origin.Topic)
                continue;
            var number = (origin.Offset * play.PartitionCount) + origin.Partition - play.FirstSequence;
            if (number < 0 || number >= play.Published)
                continue;
            using var finder = await PacketFinder.CreateAsync(journal, play, PlaySources.Open, cancellationToken);
            return finder.NameOf(number);
        }

        return null;
    }
}
