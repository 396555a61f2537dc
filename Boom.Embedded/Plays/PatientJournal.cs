using Boom.Core.Plays;
using Boom.Core.Resilience;

namespace Boom.Embedded.Plays;

/// <summary>The play journal, waiting without limit while the store is away or its disk is full, as the stages do.</summary>
public sealed class PatientJournal(IPlayJournal journal, TimeProvider time, Action<string> showWarning) : IPlayJournal
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(10);

    public ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken) => journal.ReadPlaysAsync(cancellationToken);

    public ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken) =>
        RetryAsync(() => journal.BeginPlayAsync(topic, partitionCount, source, cancellationToken), cancellationToken);

    public async ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken)
    {
        await RetryAsync(
            async () =>
            {
                await journal.AdvancePlayAsync(id, published, finished, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public async ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken)
    {
        await RetryAsync(
            async () =>
            {
                await journal.NotePacketsAsync(id, packets, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken) =>
        journal.ReadPacketsAsync(id, cancellationToken);

    // A call that cannot be cancelled is made on the way out: it is tried once, and what it would have noted is found at the next start.
    async ValueTask<T> RetryAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, seed: 1);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TransientFaultException fault) when (cancellationToken.CanBeCanceled)
            {
                showWarning(fault.Message);
                await Task.Delay(backoff.Next(), time, cancellationToken);
            }
        }
    }
}
