using Avro.IO;
using Boom.Core.Avro;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Avro;

public sealed class AvroWriterTests
{
    [Fact]
    public void WriteLong_AnyValue_EqualsApacheAvro() =>
        Gen.Long.Sample(value => Assert.Equal(Oracle(e => e.WriteLong(value)), Ours((ref w) => w.WriteLong(value))));

    [Fact]
    public void WriteInt_AnyValue_EqualsApacheAvro() =>
        Gen.Int.Sample(value => Assert.Equal(Oracle(e => e.WriteInt(value)), Ours((ref w) => w.WriteInt(value))));

    [Fact]
    public void WriteFloat_AnyValue_EqualsApacheAvro() =>
        Gen.Float.Sample(value => Assert.Equal(Oracle(e => e.WriteFloat(value)), Ours((ref w) => w.WriteFloat(value))));

    [Fact]
    public void WriteDouble_AnyValue_EqualsApacheAvro() =>
        Gen.Double.Sample(value => Assert.Equal(Oracle(e => e.WriteDouble(value)), Ours((ref w) => w.WriteDouble(value))));

    [Fact]
    public void WriteString_AnyText_EqualsApacheAvro() =>
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(
            text => Assert.Equal(Oracle(e => e.WriteString(text)), Ours((ref w) => w.WriteString(text))));

    [Fact]
    public void WriteBytes_AnyBytes_EqualsApacheAvro() =>
        Gen.Byte.Array.Sample(bytes => Assert.Equal(Oracle(e => e.WriteBytes(bytes)), Ours((ref w) => w.WriteBytes(bytes))));

    [Fact]
    public void WriteBlockStart_ArrayOfTwo_IsCountItemsZero() => Assert.Equal([4, 2, 4, 0], Ours((ref w) =>
    {
        w.WriteBlockStart(2);
        w.WriteInt(1);
        w.WriteInt(2);
        w.WriteBlocksEnd();
    }));

    [Fact]
    public void WriteBlockStart_EmptyArray_IsOneZero() => Assert.Equal([0], Ours((ref w) =>
    {
        w.WriteBlockStart(0);
        w.WriteBlocksEnd();
    }));

    [Fact]
    public void WriteFloat_SpanTooShort_Throws() => Assert.Throws<InvalidOperationException>(() => new AvroWriter(new byte[3]).WriteFloat(1));

    delegate void Writing(ref AvroWriter writer);

    static byte[] Ours(Writing write)
    {
        var writer = new AvroWriter(new byte[10_000]);
        write(ref writer);
        return writer.Written.ToArray();
    }

    static byte[] Oracle(Action<BinaryEncoder> write)
    {
        using var stream = new MemoryStream();
        write(new BinaryEncoder(stream));
        return stream.ToArray();
    }
}
