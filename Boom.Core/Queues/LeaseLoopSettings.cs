namespace Boom.Core.Queues;

/// <summary>How a worker takes its messages.</summary>
/// <param name="BatchSize">Most messages of one claim.</param>
/// <param name="Lease">Time after which a message of a worker that died goes to somebody else; a living worker renews it.</param>
/// <param name="MaximumAttempts">Attempts after which a message that breaks the processing is given up.</param>
/// <param name="PollInterval">Longest wait between two looks at an empty queue, when no push is told of.</param>
/// <param name="RetryDelay">Wait of a message that broke the processing before its second attempt; see <see cref="DelayAfter"/>.</param>
public sealed record LeaseLoopSettings(int BatchSize, TimeSpan Lease, int MaximumAttempts, TimeSpan PollInterval, TimeSpan RetryDelay)
{
    /// <summary>No message waits longer for its next attempt.</summary>
    public static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(10);

    /// <summary>A batch that no server takes for so long is given back to the queue: the worker may be cut off from servers that others reach.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    /// <summary>What waits for a server that the rest of its batch does not need is tried again after so long.</summary>
    public static readonly TimeSpan WaitDelay = TimeSpan.FromSeconds(10);

    const int Growth = 5;

    /// <summary>
    /// The attempts that a message has which ends the program or hangs it: at least three, as only the third is made with no other message in hand.
    /// </summary>
    public int MostAttempts => Math.Max(MaximumAttempts, 3);

    /// <summary>The wait after a failed attempt: <see cref="RetryDelay"/> after the first, five times as long after each further one.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromTicks((long)Math.Min(LongestRetryDelay.Ticks, RetryDelay.Ticks * Math.Pow(Growth, attempt - 1)));
}
