namespace Boom.Core.Alerts;

/// <summary>What a mapper needs beside the alert.</summary>
/// <param name="Origin">The packet of the alert.</param>
/// <param name="StoredAt">Time of the batch.</param>
/// <param name="Software">Name and version of this program.</param>
/// <param name="Matches">What catalogues say of the object should it be new: a BSON document with <c>cross_matches</c> and the versions; empty when it was not matched.</param>
public readonly record struct MappingContext(
    PacketOrigin Origin, DateTimeOffset StoredAt, string Software, ReadOnlyMemory<byte> Matches = default);
