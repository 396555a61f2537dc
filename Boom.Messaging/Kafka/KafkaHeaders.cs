namespace Boom.Messaging.Kafka;

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
