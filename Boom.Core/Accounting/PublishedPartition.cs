namespace Boom.Core.Accounting;

/// <summary>What is known to have been published to one partition, from the broker's watermarks or the play journal.</summary>
/// <param name="Topic">Kafka topic.</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="FirstOffset">The first offset Boom has to account for.</param>
/// <param name="EndOffset">One past the last published offset.</param>
/// <param name="AvailableFrom">
/// The first offset that can still be had: held by the broker, or published again from its source.
/// <see cref="EndOffset"/> when nothing can.
/// </param>
public sealed record PublishedPartition(string Topic, int Partition, long FirstOffset, long EndOffset, long AvailableFrom);
