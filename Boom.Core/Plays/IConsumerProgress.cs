namespace Boom.Core.Plays;

/// <summary>
/// How far the consumers have come: what publishes to a broker of small memory must not run ahead of them. Thread-safe.
/// </summary>
public interface IConsumerProgress
{
    /// <summary>One past the last offset that is in the queue or needs no queueing; 0 when nothing has been read.</summary>
    long NextOffset(string topic, int partition);

    /// <summary>Completes at the next advance of any partition. Take it before looking at <see cref="NextOffset"/>.</summary>
    Task Changed { get; }

    /// <summary>Moves one partition forward; a lower offset is ignored.</summary>
    void Advance(string topic, int partition, long nextOffset);

    /// <summary>An offset holds nothing that will ever be accounted for: it is no reason to wait.</summary>
    void PassOver(string topic, int partition, long offset)
    {
    }
}
