using Boom.Core.Store;

namespace Boom.Core.Plays;

/// <summary>Offsets known to have been published to one partition, from the broker's watermarks or the play journal.</summary>
/// <param name="Topic">Topic, as the ledger names it (<see cref="TopicIncarnation"/>).</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="FirstOffset">First offset, inclusive.</param>
/// <param name="EndOffset">One past the last offset.</param>
/// <param name="AvailableFrom">
/// The first offset that can still be had: held by the broker, or published again from its source.
/// <see cref="EndOffset"/> when nothing can.
/// </param>
/// <param name="IsOfBroker">The broker said so: what it does not have any more, it deleted.</param>
public sealed record PublishedRange(
    string Topic, int Partition, long FirstOffset, long EndOffset, long AvailableFrom, bool IsOfBroker = false);
