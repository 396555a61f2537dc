using System.Text;
using Boom.Core.Avro;

namespace Boom.Lab.Drill;

/// <summary>What a drill looks at in a message: an Avro container file of one record. Reads its first fields, by the published schemas.</summary>
/// <param name="Candid">The alert.</param>
/// <param name="Filters">Keys of the filters that passed, in the order of the message; empty of a public one.</param>
internal sealed record SentRecord(long Candid, IReadOnlyList<string> Filters)
{
    // jd, ra, dec.
    const int PlaceBytes = 3 * sizeof(double);

    /// <summary>Reads a message.</summary>
    /// <param name="isResult">It is of a topic of results, and not a public one.</param>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static SentRecord Read(ReadOnlySpan<byte> message, bool isResult)
    {
        try
        {
            var header = AvroContainerHeader.Read(message);
            if (header.Codec != AvroCodec.Null)
                throw new InvalidDataException($"Its codec is {header.Codec}.");
            var rest = message[(header.SyncOffset + AvroContainerHeader.SyncLength)..];
            if (Long(ref rest) is var records && records != 1)
                throw new InvalidDataException($"It has {records} records.");
            var size = (int)Long(ref rest);
            if (rest.Length != size + AvroContainerHeader.SyncLength)
                throw new InvalidDataException($"Its block has {size} bytes and {rest.Length} follow.");
            return ReadFields(rest[..size], isResult);
        }
        catch (Exception fault) when (fault is AvroFormatException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    static SentRecord ReadFields(ReadOnlySpan<byte> record, bool isResult)
    {
        var rest = record;
        var candid = Long(ref rest);
        Text(ref rest);
        if (!isResult)
            return new SentRecord(candid, []);
        rest = rest[PlaceBytes..];
        Long(ref rest);
        var filters = new List<string>();
        for (var count = Long(ref rest); count != 0; count = Long(ref rest))
        {
            // A block of negative length tells its bytes as well.
            if (count < 0)
                Long(ref rest);
            for (var i = 0; i < Math.Abs(count); i++)
            {
                filters.Add(Text(ref rest));
                Text(ref rest);
                rest = rest[sizeof(double)..];
                Text(ref rest);
            }
        }

        return new SentRecord(candid, filters);
    }

    static long Long(ref ReadOnlySpan<byte> rest)
    {
        var value = 0UL;
        for (var i = 0; ; i++)
        {
            var part = rest[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part >= 0x80 && i < 9)
                continue;
            rest = rest[(i + 1)..];
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    static string Text(ref ReadOnlySpan<byte> rest)
    {
        var length = (int)Long(ref rest);
        var text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }
}
