namespace Boom.Core.Pipeline;

/// <summary>The state of a queue at one moment.</summary>
/// <param name="Ready">Messages that wait.</param>
/// <param name="Leased">Messages claimed and not settled.</param>
/// <param name="PayloadBytes">Bytes of all payloads, waiting or leased.</param>
/// <param name="OldestEnqueuedAtMs">When the oldest message, waiting or leased, was put in (Unix milliseconds); null when empty.</param>
/// <param name="Expired">Leases that have run out since the queue was made.</param>
public readonly record struct QueueStatus(long Ready, long Leased, long PayloadBytes, long? OldestEnqueuedAtMs, long Expired);
