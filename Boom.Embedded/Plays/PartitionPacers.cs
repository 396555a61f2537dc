using System.Collections.Concurrent;
using Boom.Core.Plays;
using Boom.Embedded.Servers;

namespace Boom.Embedded.Plays;

/// <summary>
/// One pacer per topic, for all that publish there: what the recovery has published and nobody has read yet counts for the play that follows it.
/// </summary>
/// <param name="broker">Broker.</param>
/// <param name="progress">How far its consumers are.</param>
public sealed class PartitionPacers(EmbeddedBroker broker, IConsumerProgress progress)
{
    readonly ConcurrentDictionary<string, PartitionPacer> _pacers = new();

    /// <summary>What a publisher waits for, a sentence; null when none waits.</summary>
    public string? WaitsFor => _pacers.Values.Select(pacer => pacer.WaitsFor).FirstOrDefault(waits => waits is not null);

    /// <summary>An offset holds nothing that will ever be accounted for.</summary>
    public void PassOver(string topic, int partition, long offset) => progress.PassOver(topic, partition, offset);

    /// <summary>The pacer of a topic.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="partitionCount">Its partitions.</param>
    /// <param name="firstDue">Per partition, the first offset that a consumer reads after its start; of the first call.</param>
    internal PartitionPacer Of(string topic, int partitionCount, long[] firstDue) =>
        _pacers.GetOrAdd(topic, _ => new PartitionPacer(broker, progress, topic, partitionCount, firstDue));
}
