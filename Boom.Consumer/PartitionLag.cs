namespace Boom.Consumer;

/// <summary>How far a partition is accounted for, for its metrics.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Lag">Packets from the first one that is not accounted for to the end; null while the end is not known.</param>
/// <param name="Gaps">Stretches that lie unaccounted for between packets that are accounted for.</param>
readonly record struct PartitionLag(string Topic, int Partition, long? Lag, int Gaps);
