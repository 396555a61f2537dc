using Boom.Core.Plays;
using Boom.Core.Resilience;

namespace Boom.Embedded.Plays;

/// <summary>The play journal, waiting without limit while the store is away or its disk is full, as the stages do.</summary>
sealed class RetryingPlayJournal(IPlayJournal journal, TimeProvider time, Action<string> showWarning) : IPlayJournal
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(10);

    readonly Retry _retry = new(
        new RetryOptions { FirstWait = FirstPause, LongestWait = LongestPause, OnAway = (fault, _) => showWarning(fault.Message) }, time, seed: 1);

    public ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken) => journal.ReadPlaysAsync(cancellationToken);

    // A call that cannot be cancelled is made on the way out: it is tried once, and what it would have noted is found at the next start.
    public ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? _retry.RunAsync(token => journal.BeginPlayAsync(topic, partitionCount, source, token), cancellationToken)
        : journal.BeginPlayAsync(topic, partitionCount, source, cancellationToken);

    public ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? _retry.RunAsync(token => journal.AdvancePlayAsync(id, published, finished, token), cancellationToken)
        : journal.AdvancePlayAsync(id, published, finished, cancellationToken);

    public ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? _retry.RunAsync(token => journal.NotePacketsAsync(id, packets, token), cancellationToken)
        : journal.NotePacketsAsync(id, packets, cancellationToken);

    public ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken) =>
        journal.ReadPacketsAsync(id, cancellationToken);
}
