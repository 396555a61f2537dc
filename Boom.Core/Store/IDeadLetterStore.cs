namespace Boom.Core.Store;

/// <summary>What could not be processed.</summary>
public interface IDeadLetterStore
{
    /// <summary>Keeps letters that need no other write (later stages); an existing one of the same id is replaced.</summary>
    ValueTask AddDeadLettersAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken);

    /// <summary>The letters, newest first, without payload.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(int limit, CancellationToken cancellationToken);

    /// <summary>One letter with its payload; null when there is none of that id.</summary>
    ValueTask<DeadLetter?> FindDeadLetterAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a letter. When it is the packet's own (stage <c>alert</c>) and <paramref name="discard"/> is true, the ledger says
    /// <see cref="PacketOutcome.Rejected"/> from then on. False when there is none of that id.
    /// </summary>
    ValueTask<bool> RemoveDeadLetterAsync(string id, bool discard, CancellationToken cancellationToken);
}
