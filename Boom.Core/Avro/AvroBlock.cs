namespace Boom.Core.Avro;

/// <summary>A block of a container, decompressed.</summary>
/// <param name="Records">Number of records.</param>
/// <param name="Data">Their encoding; a slice of the container when its codec is null.</param>
/// <param name="Position">Where the block's data begin in the container, in bytes.</param>
public readonly record struct AvroBlock(int Records, ReadOnlyMemory<byte> Data, int Position);
