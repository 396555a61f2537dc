namespace Boom.Core.Queues;

/// <summary>The state of a queue at one moment.</summary>
/// <param name="Ready">Messages that wait.</param>
/// <param name="Leased">Messages claimed and not settled, or pausing before their next try.</param>
/// <param name="PayloadBytes">Bytes of all payloads, waiting or leased.</param>
/// <param name="OldestEnqueuedAtMs">
/// When the oldest message, waiting, leased or pausing, was put in, by the server's clock (Unix milliseconds); null when empty. What was put in before
/// is not in the queue any more.
/// </param>
/// <param name="Expired">Leases that have run out since the queue was made. A pause that ends is none.</param>
/// <param name="OldestAge">Time since then by the server's clock, never negative; zero when empty.</param>
public readonly record struct QueueStatus(
    long Ready, long Leased, long PayloadBytes, long? OldestEnqueuedAtMs, long Expired, TimeSpan OldestAge = default);

/// <summary>What the queue server says of a push.</summary>
/// <param name="AtMs">When the messages were put in, by the server's clock, Unix milliseconds.</param>
/// <param name="Messages">Messages in the queue with them, waiting, leased or pausing, whoever put them in.</param>
/// <param name="PayloadBytes">Bytes of all their payloads.</param>
public readonly record struct PushReceipt(long AtMs, long Messages, long PayloadBytes);
