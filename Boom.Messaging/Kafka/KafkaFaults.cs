using Boom.Core.Pipeline;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>Turns faults of the Kafka client into those of the pipeline.</summary>
static class KafkaFaults
{
    public static TransientFaultException ToTransient(KafkaException fault, string what) =>
        new($"The broker does not answer ({what}: {fault.Error.Reason}).", fault);
}
