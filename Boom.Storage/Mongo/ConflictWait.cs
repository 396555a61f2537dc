using System.IO.Hashing;
using System.Text;
using Boom.Core.Resilience;

namespace Boom.Storage.Mongo;

/// <summary>Waits between tries to write what other workers are writing too.</summary>
/// <param name="time">Clock of the waits.</param>
/// <param name="server">Name of the server.</param>
/// <param name="maxConflicts">After so many tries it is the stage's turn to wait.</param>
sealed class ConflictWait(TimeProvider time, string server, int maxConflicts)
{
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(4);
    static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    /// <summary>Workers on several machines must not draw the same waits.</summary>
    static readonly ulong Here = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{Environment.MachineName}/{Environment.ProcessId}"));

    static int s_begun;

    /// <summary>The waits of one call.</summary>
    public static Backoff Begin() => new(First, Longest, unchecked((int)Here * 31) ^ Interlocked.Increment(ref s_begun));

    /// <summary>Waits before the next try.</summary>
    /// <exception cref="TransientFaultException">There have been too many.</exception>
    public Task WaitAsync(Backoff backoff, string contested, CancellationToken cancellationToken)
        => backoff.Failures < maxConflicts
            ? Task.Delay(backoff.Next(), time, cancellationToken)
            : throw new TransientFaultException(
                $"Other workers have written {contested} in {server} {maxConflicts + 1} times while this one tried to: it tries again later.");
}
