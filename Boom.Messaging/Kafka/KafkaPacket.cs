using Boom.Core.Alerts;

namespace Boom.Messaging.Kafka;

/// <summary>One record of a packet topic.</summary>
/// <param name="Origin">Where it was read.</param>
/// <param name="TraceParent">W3C trace context from the header <c>traceparent</c>, or null.</param>
/// <param name="Payload">Its value, valid until the poll after the next; empty for a tombstone.</param>
/// <param name="Lost">It stands for a packet that the embedded broker has lost: to be passed over and not accounted for.</param>
public readonly record struct KafkaPacket(PacketOrigin Origin, string? TraceParent, ReadOnlyMemory<byte> Payload, bool Lost);

/// <summary>Names of record headers.</summary>
static class KafkaHeaders
{
    /// <summary>W3C trace context.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Marks a packet of a simulated night; the value is empty.</summary>
    public const string Simulated = "boom-simulated";

    /// <summary>Marks a record that stands for a lost packet.</summary>
    public const string Lost = "boom-lost";
}
