using System.IO.Hashing;
using System.Text;
using Boom.Core.Resilience;

namespace Boom.Storage.Mongo;

/// <summary>Writes again what other workers are writing too, with waits of some 4 to 250 ms between.</summary>
/// <param name="maxConflicts">After so many tries more it is the stage's turn to wait.</param>
sealed class ConflictRetry(TimeProvider time, string server, int maxConflicts)
{
    static readonly RetryOptions Waits = new()
    {
        FirstWait = TimeSpan.FromMilliseconds(4),
        LongestWait = TimeSpan.FromMilliseconds(250),
        RetriesFaults = false,
    };

    /// <summary>Workers on several machines must not draw the same waits.</summary>
    static readonly ulong Here = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{Environment.MachineName}/{Environment.ProcessId}"));

    static int s_begun;

    readonly Retry _retry = new(Waits, time, unchecked((int)Here * 31) ^ Interlocked.Increment(ref s_begun));

    /// <summary>Has a write made until it is whole.</summary>
    /// <param name="write">Answers what somebody else has written meanwhile; null when all is written.</param>
    /// <exception cref="TransientFaultException">There have been too many conflicts.</exception>
    public async ValueTask RunAsync(Func<ValueTask<string?>> write, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        string? contested = null;
        if (!await _retry.UntilAsync(async _ => (contested = await write()) is null, cancellationToken, () => ++conflicts <= maxConflicts))
        {
            throw new TransientFaultException(
                $"Other workers have written {contested} in {server} {conflicts} times while this one tried to: it tries again later.");
        }
    }
}
