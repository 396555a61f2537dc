using Avro.IO;
using Boom.Core.Avro;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class AvroReaderTests
{
    [Fact]
    public void ReadLong_AnyNumber_IsTheOneWritten() => Gen.Long.Sample(expected =>
    {
        using var stream = new MemoryStream();
        new BinaryEncoder(stream).WriteLong(expected);
        var reader = new AvroReader(stream.ToArray());

        Assert.Equal(expected, reader.ReadLong());
        Assert.Equal(0, reader.Remaining);
    });

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, long.MinValue)]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, long.MaxValue)]
    public void ReadLong_Extremes_AreRead(byte[] data, long expected) => Assert.Equal(expected, new AvroReader(data).ReadLong());

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void ReadLong_MoreThan64Bits_IsCorrupt(byte[] data) =>
        Assert.Equal(AvroFault.Corrupt, Assert.Throws<AvroFormatException>(() => new AvroReader(data).ReadLong()).Fault);

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x80 })]
    public void ReadLong_NumberCutOff_IsTruncated(byte[] data) =>
        Assert.Equal(AvroFault.Truncated, Assert.Throws<AvroFormatException>(() => new AvroReader(data).ReadLong()).Fault);

    [Fact]
    public void ReadInt_NumberOf33Bits_IsCorrupt() =>
        Assert.Equal(AvroFault.Corrupt, Assert.Throws<AvroFormatException>(() => new AvroReader([0x80, 0x80, 0x80, 0x80, 0x20]).ReadInt()).Fault);

    [Theory]
    [InlineData(new byte[] { 0x01 })]
    [InlineData(new byte[] { 0x7E, 1, 2 })]
    public void ReadSlice_LengthThatDoesNotFit_IsAFault(byte[] data) =>
        Assert.Throws<AvroFormatException>(() => new AvroReader(data).ReadSlice());
}
