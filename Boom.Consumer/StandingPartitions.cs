using Confluent.Kafka;

namespace Boom.Consumer;

/// <summary>
/// Which partitions the client has told nothing of for so long that the broker must be asked. The client may lose sight of a partition without a word.
/// Pure but for the clock.
/// </summary>
sealed class StandingPartitions(TimeProvider time)
{
    /// <summary>A client tells of a partition, a packet or its end, within a second or two of its being begun.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    /// <summary>A partition at its end tells nothing until there is more.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    readonly Dictionary<TopicPartition, (long Offset, long Since)> _standing = [];

    /// <summary>Forgets all: nothing was asked of the client meanwhile, or it is another one.</summary>
    public void Clear() => _standing.Clear();

    /// <summary>Whether the broker must be asked for packets of a partition; true once, and again when it has stood for as long again.</summary>
    /// <param name="offset">Which offset comes next; null when the partition is not read.</param>
    /// <param name="isSilent">Neither a packet nor its end was told since it was begun.</param>
    public bool MustAsk(TopicPartition place, long? offset, bool isSilent)
    {
        if (offset is not { } at)
        {
            _standing.Remove(place);
            return false;
        }

        if (!_standing.TryGetValue(place, out var known) || known.Offset != at)
        {
            _standing[place] = (at, time.GetTimestamp());
            return false;
        }

        if (time.GetElapsedTime(known.Since) < (isSilent ? LongestSilence : LongestRest))
            return false;
        _standing.Remove(place);
        return true;
    }
}
