using System.Collections;

namespace Boom.Core.Queues;

/// <summary>
/// Messages claimed together, oldest first. Their payloads lie in memory that goes back to a pool when the batch is disposed: nothing
/// may refer to them afterwards.
/// </summary>
/// <param name="messages">The messages.</param>
/// <param name="memory">Owner of the payloads; null when nobody needs to know that they are not used any more.</param>
public sealed class ClaimedBatch(IReadOnlyList<ClaimedMessage> messages, IDisposable? memory) : IReadOnlyList<ClaimedMessage>, IDisposable
{
    IDisposable? _memory = memory;

    /// <summary>No message.</summary>
    public static ClaimedBatch Empty { get; } = new([], null);

    /// <inheritdoc/>
    public int Count => messages.Count;

    /// <inheritdoc/>
    public ClaimedMessage this[int index] => messages[index];

    /// <inheritdoc/>
    public IEnumerator<ClaimedMessage> GetEnumerator() => messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gives the memory of the payloads back.</summary>
    public void Dispose() => Interlocked.Exchange(ref _memory, null)?.Dispose();
}
