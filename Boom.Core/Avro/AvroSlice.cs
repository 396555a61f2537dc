namespace Boom.Core.Avro;

/// <summary>Bytes left where they are: a range of the decoded data.</summary>
/// <param name="Offset">First byte, from the start of the data given to the reader.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct AvroSlice(int Offset, int Length)
{
    /// <summary>The bytes, given the data that was decoded.</summary>
    public ReadOnlyMemory<byte> In(ReadOnlyMemory<byte> data) => data.Slice(Offset, Length);
}
