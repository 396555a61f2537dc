namespace Boom.Core.Avro;

/// <summary>What compiled readers call for values that are more than one primitive.</summary>
static class AvroReadHelpers
{
    internal static void ThrowNull(ref AvroReader reader) =>
        throw new AvroFormatException(AvroFault.MissingField, "a required field is null", reader.Position);

    internal static T ReadStruct<T>(ref AvroReader reader, AvroRecordReader<T> read)
        where T : struct
    {
        var value = default(T);
        read(ref reader, ref value);
        return value;
    }

    internal static T ReadClass<T>(ref AvroReader reader, AvroRecordReader<T> read)
        where T : class, new()
    {
        var value = new T();
        read(ref reader, ref value);
        return value;
    }

    // An array is nearly always one block, so the first allocation is the last; its size is bounded by ReadBlock.
    internal static T[] ReadArray<T>(ref AvroReader reader, AvroRecordReader<T> read, int minimumItemBytes, int spareItems)
        where T : struct
    {
        T[] items = [];
        var length = 0;
        while (reader.ReadBlock(minimumItemBytes, out _) is var count and > 0)
        {
            Array.Resize(ref items, length + count + spareItems);
            for (var end = length + count; length < end; length++)
                read(ref reader, ref items[length]);
        }

        return items;
    }

    internal static AvroRecordReader<T> Optional<T>(AvroRecordReader<T> read, int nullIndex) =>
        (ref AvroReader reader, ref T target) =>
        {
            if (reader.ReadPresence(nullIndex))
                read(ref reader, ref target);
        };
}
