using System.Buffers;
using Boom.Core.Avro;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>A packet of the toy survey as sent, and how one is written.</summary>
sealed class ToyPacket
{
    const string Schema = """
        {"type": "record", "name": "toy.alert", "fields": [
            {"name": "number", "type": "long"},
            {"name": "source", "type": "string"},
            {"name": "ra", "type": "double"},
            {"name": "dec", "type": "double"},
            {"name": "points", "type": {"type": "array", "items": {"type": "record", "name": "toy.point", "fields": [
                {"name": "mjd", "type": "double"},
                {"name": "mag", "type": "float"},
                {"name": "error", "type": "float"}]}}},
            {"name": "image", "type": "bytes"}]}
        """;

    static readonly AvroContainerWriter _container = new(System.Text.Encoding.UTF8.GetBytes(Schema), AvroCodec.Null, "a toy has no sync"u8[..16]);

    [AvroBind(Required = true)]
    public long Number { get; set; }

    [AvroBind(Required = true)]
    public string Source { get; set; } = "";

    public double Ra { get; set; }

    public double Dec { get; set; }

    /// <summary>History, oldest first; the last is the alert itself.</summary>
    public ToyPoint[]? Points { get; set; }

    public AvroSlice? Image { get; set; }

    /// <summary>A packet in Avro.</summary>
    public static byte[] Write(long number, string source, double ra, double dec, params (double Mjd, float Mag)[] points)
    {
        var writer = new AvroWriter(new byte[200 + (30 * points.Length)]);
        writer.WriteLong(number);
        writer.WriteString(source);
        writer.WriteDouble(ra);
        writer.WriteDouble(dec);
        writer.WriteBlockStart(points.Length);
        foreach (var (mjd, mag) in points)
        {
            writer.WriteDouble(mjd);
            writer.WriteFloat(mag);
            writer.WriteFloat(0.1f);
        }

        writer.WriteBlocksEnd();
        writer.WriteBytes("an image"u8);
        var file = new ArrayBufferWriter<byte>();
        _container.WriteFile(file, writer.Written, 1);
        return file.WrittenSpan.ToArray();
    }
}
