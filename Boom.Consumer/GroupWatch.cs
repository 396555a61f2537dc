using Confluent.Kafka;

namespace Boom.Consumer;

/// <summary>
/// Whether the group reads the partitions that its topics have. It gives them out when a member comes or goes; a member with a name that comes back in time
/// gets what it had, and the topics may have more partitions by then, or fewer, of which no member hears. Pure but for the clock.
/// </summary>
/// <param name="patience">So long the clients have to notice by themselves.</param>
sealed class GroupWatch(TimeSpan patience, TimeProvider time)
{
    /// <summary>A group that cannot read a partition for another reason is not disturbed more often.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(10);

    int _doublings;
    long? _since;
    long _looked = time.GetTimestamp();

    TimeSpan Patience => TimeSpan.FromTicks(Math.Min(patience.Ticks << _doublings, LongestPatience.Ticks));

    /// <summary>Whether it is time to ask; true once in half the patience.</summary>
    public bool MustLook()
    {
        if (time.GetElapsedTime(_looked) < patience / 2)
            return false;
        _looked = time.GetTimestamp();
        return true;
    }

    /// <summary>Why the member must join again, the beginning of a sentence; null when it need not, or not yet.</summary>
    /// <param name="own">Partitions of this member.</param>
    /// <param name="look">What the broker says.</param>
    public string? FindReason(IReadOnlyCollection<TopicPartition> own, GroupLook look)
    {
        var reason = FindMisfit(own, look);
        if (reason is null)
        {
            (_since, _doublings) = (null, 0);
            return null;
        }

        _since ??= time.GetTimestamp();
        if (time.GetElapsedTime(_since.Value) < Patience)
            return null;
        (_since, _doublings) = (null, Math.Min(_doublings + 1, 20));
        return reason;
    }

    static string? FindMisfit(IReadOnlyCollection<TopicPartition> own, GroupLook look)
    {
        var (group, counts) = look;
        if (own.FirstOrDefault(place => place.Partition.Value >= counts.GetValueOrDefault(place.Topic)) is { } gone)
            return $"The broker has no partition {gone.Partition.Value} of {gone.Topic}, which the group gave us";
        if (group is null)
            return null;
        foreach (var (topic, count) in counts)
        {
            for (var partition = 0; partition < count; partition++)
            {
                if (!group.Contains(new TopicPartition(topic, partition)))
                    return $"Nobody of the group reads {topic}[{partition}]";
            }
        }

        return null;
    }
}

/// <summary>What the broker says of a group and its topics.</summary>
/// <param name="Group">Partitions of all members; null when that cannot be told.</param>
/// <param name="Counts">How many partitions the topics have that are there.</param>
sealed record GroupLook(IReadOnlySet<TopicPartition>? Group, IReadOnlyDictionary<string, int> Counts);
