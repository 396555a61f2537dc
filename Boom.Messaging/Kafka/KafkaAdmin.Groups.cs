using Boom.Core.Resilience;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Boom.Messaging.Kafka;

/// <content>What a group of consumers reads.</content>
public sealed partial class KafkaAdmin
{
    /// <summary>
    /// The partitions that members of a group have, of whatever topics. Null while the group gives them out, and where it cannot be told: the group is not
    /// there, or we may not ask.
    /// </summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    public async ValueTask<IReadOnlySet<TopicPartition>?> FindGroupAssignmentAsync(string group)
    {
        try
        {
            var answer = await _admin.DescribeConsumerGroupsAsync([group], new DescribeConsumerGroupsOptions { RequestTimeout = Timeout, IncludeAuthorizedOperations = false });
            return answer.ConsumerGroupDescriptions is [{ Error.IsError: false, State: ConsumerGroupState.Stable } described]
                ? described.Members.SelectMany(member => member.Assignment.TopicPartitions).ToHashSet()
                : null;
        }
        catch (KafkaException fault) when (KafkaFaults.IsPermanent(fault.Error) || fault is DescribeConsumerGroupsException)
        {
            return null;
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"describe group {group} at {_bootstrapServers}");
        }
    }

    /// <summary>How many partitions topics have; those that are not there are left out.</summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    public IReadOnlyDictionary<string, int> CountPartitions(IReadOnlyCollection<string> topics) => Ask("partitions", () => _admin.GetMetadata(Timeout)).Topics
        .Where(found => !found.Error.IsError && topics.Contains(found.Topic)).ToDictionary(found => found.Topic, found => found.Partitions.Count, StringComparer.Ordinal);
}
