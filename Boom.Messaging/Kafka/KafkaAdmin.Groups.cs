using System.Buffers.Binary;
using System.Text;
using Boom.Core.Resilience;
using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <content>What a group of consumers reads.</content>
public sealed partial class KafkaAdmin
{
    const string Stable = "Stable";

    /// <summary>
    /// The partitions that members of a group have, of whatever topics. Null while the group gives them out, and where it cannot be told: the group is not
    /// there, or we may not ask. Blocks.
    /// </summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    public IReadOnlySet<TopicPartition>? FindGroupAssignment(string group)
    {
        try
        {
            // Not DescribeConsumerGroups: a connection that is lost meanwhile aborts the process (librdkafka pull request 5397).
            return _admin.ListGroup(group, Timeout) is { Error.IsError: false, State: Stable } listed
                ? listed.Members.SelectMany(member => ReadAssignment(member.MemberAssignment)).ToHashSet()
                : null;
        }
        catch (KafkaException fault) when (KafkaFaults.IsPermanent(fault.Error))
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

    /// <summary>
    /// The partitions in the answer of a group's leader: version, then topics with their partitions, big-endian (Apache Kafka, <c>ConsumerProtocolAssignment</c>).
    /// What is not of this form counts as none.
    /// </summary>
    internal static IReadOnlyList<TopicPartition> ReadAssignment(ReadOnlySpan<byte> assignment)
    {
        var found = new List<TopicPartition>();
        var rest = assignment;
        if (!Skip(ref rest, sizeof(short)) || !TakeInt32(ref rest, out var topics))
            return found;
        for (var i = 0; i < topics; i++)
        {
            if (rest.Length < sizeof(short) || BinaryPrimitives.ReadInt16BigEndian(rest) is not (>= 0 and var length) || rest.Length < sizeof(short) + length)
                return found;
            var topic = Encoding.UTF8.GetString(rest.Slice(sizeof(short), length));
            rest = rest[(sizeof(short) + length)..];
            if (!TakeInt32(ref rest, out var partitions))
                return found;
            for (var j = 0; j < partitions; j++)
            {
                if (!TakeInt32(ref rest, out var partition))
                    return found;
                if (partition >= 0)
                    found.Add(new TopicPartition(topic, partition));
            }
        }

        return found;
    }

    static bool Skip(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count)
            return false;
        rest = rest[count..];
        return true;
    }

    static bool TakeInt32(ref ReadOnlySpan<byte> rest, out int number)
    {
        number = 0;
        return BinaryPrimitives.TryReadInt32BigEndian(rest, out number) && Skip(ref rest, sizeof(int));
    }
}
