using Boom.Core.Alerts;

namespace Boom.Core.Queues;

/// <summary>What a producer puts in a queue.</summary>
/// <param name="Origin">The packet that this message goes back to.</param>
/// <param name="TraceParent">W3C trace context of the producer, or null.</param>
/// <param name="Payload">Packet bytes, or a candid in decimal ASCII.</param>
public readonly record struct QueueMessage(PacketOrigin Origin, string? TraceParent, ReadOnlyMemory<byte> Payload);

/// <summary>A message on lease to one worker, to be settled before the lease runs out.</summary>
/// <param name="Ticket">Position in the queue, ascending in order of arrival; names the message when it is settled.</param>
/// <param name="Attempt">1 on the first claim; grows with each expired lease and each retry, and not with a release.</param>
/// <param name="EnqueuedAtMs">When it was put in the queue, by the server's clock, Unix milliseconds.</param>
/// <param name="Message">The message itself.</param>
public sealed record ClaimedMessage(long Ticket, int Attempt, long EnqueuedAtMs, QueueMessage Message);
