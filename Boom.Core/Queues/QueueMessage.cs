using Boom.Core.Alerts;

namespace Boom.Core.Queues;

/// <summary>What a producer puts in a queue.</summary>
/// <param name="Origin">The packet that this message goes back to.</param>
/// <param name="TraceParent">W3C trace context of the producer, or null.</param>
/// <param name="Payload">Packet bytes, or a candid in decimal ASCII.</param>
public readonly record struct QueueMessage(PacketOrigin Origin, string? TraceParent, ReadOnlyMemory<byte> Payload);
