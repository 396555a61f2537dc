using System.Buffers.Binary;
using System.Text;
using Boom.Core.Avro;
using Boom.Core.Surveys.Lsst;

namespace Boom.Benchmarks;

/// <summary>LSST packets of schema 11.1 in their frame, with values by chance, seeded: as many fields are absent, and as many numbers NaN, as in real ones.</summary>
static class LsstPackets
{
    /// <summary>Version of the schema.</summary>
    public static readonly Version Version = new(11, 1);

    const int LargestPoint = 1200;
    const int LargestRest = 20_000;
    const double FirstMjd = 61000;
    const double DaysBetween = 0.7;

    static readonly AvroSchema _schema = AvroSchema.Parse(LsstSchemas.Utf8(Version));

    /// <summary>A packet of an object that is seen for the time after these.</summary>
    /// <param name="points">Earlier detections.</param>
    /// <param name="cutoutBytes">Size of each of the three images; 0 for none.</param>
    /// <param name="seed">Makes another packet.</param>
    public static byte[] Make(int points, int cutoutBytes, int seed)
    {
        var packet = new byte[5 + (points * LargestPoint) + (3 * cutoutBytes) + LargestRest];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(1), LsstSchemas.Subject.NumberOf(Version));
        var writer = new AvroWriter(packet.AsSpan(5));
        var random = new Random(seed);
        foreach (var field in _schema.Fields)
        {
            var value = field.Schema.Value();
            var isPresent = field.Name is "diaSource" or "diaObject" || (field.Name == "prvDiaSources" && points > 0) || (value.Type == AvroType.Bytes && cutoutBytes > 0);
            if (field.Schema.Type == AvroType.Union)
                writer.WriteUnionIndex(isPresent ? 1 : 0);
            if (value.Type == AvroType.Array && isPresent)
                WritePoints(ref writer, value.Items!, points, random);
            else if (value.Type == AvroType.Record && isPresent)
                WriteRecord(ref writer, value, random, points);
            else if (value.Type == AvroType.Bytes && isPresent)
                writer.WriteBytes(new byte[cutoutBytes]);
            else if (value.Type == AvroType.Long)
                writer.WriteLong(Identifier(random));
        }

        return packet[..(5 + writer.Position)];
    }

    static void WritePoints(ref AvroWriter writer, AvroSchema point, int points, Random random)
    {
        writer.WriteBlockStart(points);
        for (var i = 0; i < points; i++)
            WriteRecord(ref writer, point, random, i);
        writer.WriteBlocksEnd();
    }

    static void WriteRecord(ref AvroWriter writer, AvroSchema record, Random random, int index)
    {
        foreach (var field in record.Fields)
        {
            if (field.Schema.Type == AvroType.Union)
            {
                var isPresent = field.Name is not ("ssObjectId" or "timeWithdrawnMjdTai") && random.Next(20) > 0;
                writer.WriteUnionIndex(isPresent ? 1 : 0);
                if (!isPresent)
                    continue;
            }

            WriteValue(ref writer, field, random, index);
        }
    }

    static void WriteValue(ref AvroWriter writer, AvroField field, Random random, int index)
    {
        switch (field.Schema.Value().Type)
        {
            case AvroType.Boolean:
                writer.WriteFixed([random.Next(8) == 0 ? (byte)1 : (byte)0]);
                break;
            case AvroType.Int:
                writer.WriteInt(random.Next(2000));
                break;
            case AvroType.Long:
                writer.WriteLong(Identifier(random));
                break;
            case AvroType.Float:
                writer.WriteFloat(random.Next(20) == 0 ? float.NaN : random.NextSingle() * 1000);
                break;
            case AvroType.Double:
                writer.WriteDouble(field.Name.EndsWith("MjdTai", StringComparison.Ordinal) ? FirstMjd + (index * DaysBetween) : random.NextDouble() * 80);
                break;
            default:
                writer.WriteString(Encoding.ASCII.GetBytes("ugrizy".Substring(random.Next(6), 1)));
                break;
        }
    }

    // Of 18 digits, nine bytes on the wire, as those of the survey are.
    static long Identifier(Random random) => random.NextInt64(100_000_000_000_000_000, 400_000_000_000_000_000);
}
