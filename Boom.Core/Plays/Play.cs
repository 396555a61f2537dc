namespace Boom.Core.Plays;

/// <summary>
/// A sequence of packets published to one topic. Packet <c>n</c> of the topic goes to partition <c>n mod PartitionCount</c> at offset
/// <c>n div PartitionCount</c>, so that a broker which forgets its records can be filled again, record for record.
/// </summary>
/// <param name="Id">Key in the journal.</param>
/// <param name="Topic">Kafka topic.</param>
/// <param name="PartitionCount">Partitions of the topic; the same for all plays of a topic.</param>
/// <param name="Source">What is played, in a form from which it can be opened again.</param>
/// <param name="FirstSequence">Sequence number in the topic of its first packet.</param>
/// <param name="Published">Packets handed to the broker so far, counted before they are handed over.</param>
/// <param name="Finished">The source has been played to its end.</param>
public sealed record Play(long Id, string Topic, int PartitionCount, string Source, long FirstSequence, long Published, bool Finished);
