using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Messaging.Kafka;

namespace Boom.Embedded.Accounts;

/// <summary>
/// What a broker holds of topics, by the incarnations that the ledger knows. A partition that is another one than any of them counts as one that nobody has
/// read, under the name that the consumer will give it.
/// </summary>
static class BrokerTopics
{
    /// <summary>One range per partition.</summary>
    /// <param name="comparesPackets">
    /// Also compares the last packet that is accounted for with what the broker has there; it takes some hundred milliseconds.
    /// </param>
    public static async Task<List<PublishedRange>> ReadAsync(
        KafkaAdmin admin, IReadOnlyList<string> topics, IReadOnlyList<LedgerPartition> ledger, bool comparesPackets, CancellationToken cancellationToken)
    {
        var ids = await admin.ReadTopicIdsAsync(topics);
        var known = ledger.ToLookup(partition => (TopicIncarnation.TopicOf(partition.Topic), partition.Partition));
        var held = new List<(string Topic, int Partition, long Low, long High)>();
        foreach (var topic in topics)
        {
            var marks = admin.ReadWatermarks(topic);
            for (var partition = 0; partition < marks.Count; partition++)
                held.Add((topic, partition, marks[partition].Low, marks[partition].High));
        }

        var packets = comparesPackets ? admin.ReadPackets([.. held.SelectMany(MarksOf)], cancellationToken) : null;
        return held.ConvertAll(place => new PublishedRange(NameOf(place), place.Partition, place.Low, place.High, place.Low, IsOfBroker: true));

        LedgerPartition? LatestOf((string Topic, int Partition, long Low, long High) place) =>
            IncarnationCheck.Latest(known[(place.Topic, place.Partition)], ids.GetValueOrDefault(place.Topic));

        IEnumerable<(string, int, long)> MarksOf((string Topic, int Partition, long Low, long High) place)
        {
            if (LatestOf(place)?.LastPacket is { } mark && mark.Offset >= place.Low && mark.Offset < place.High)
                yield return (place.Topic, place.Partition, mark.Offset);
        }

        string NameOf((string Topic, int Partition, long Low, long High) place)
        {
            if (LatestOf(place) is not { } latest)
                return place.Topic;
            PacketMark? packet = packets is not null && packets.TryGetValue((place.Topic, place.Partition), out var found) ? found : null;
            var verdict = IncarnationCheck.Judge(latest, ids.GetValueOrDefault(place.Topic), place.High, packet);
            return verdict == IncarnationVerdict.Same ? latest.Topic : IncarnationCheck.NextName(place.Topic, known[(place.Topic, place.Partition)]);
        }
    }
}
