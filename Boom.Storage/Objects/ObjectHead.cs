using System.Buffers.Binary;
using System.Text;
using Boom.Core.Bson;
using Boom.Storage.Documents;

namespace Boom.Storage.Objects;

/// <summary>The fields of a head that tell of its pages, and the document that readers see.</summary>
static class ObjectHead
{
    static readonly byte[] Stamps = "boom"u8.ToArray();

    /// <summary>Field of <see cref="Stamps"/>: by array, its <see cref="PageIndex"/>.</summary>
    public static readonly byte[] Pages = "pages"u8.ToArray();

    /// <summary>Field of <see cref="Stamps"/>: bytes of the head, about.</summary>
    public static readonly byte[] Bytes = "bytes"u8.ToArray();

    /// <summary>The pages of an object by array: a BSON document, empty when it has none.</summary>
    public static ReadOnlySpan<byte> PagesOf(ReadOnlySpan<byte> head) => BsonFields.Inner(BsonFields.Inner(head, Stamps), Pages);

    /// <summary>How large a head says that it is; null when it does not say.</summary>
    public static long? SizeOf(ReadOnlySpan<byte> head)
    {
        var size = BsonFields.Double(BsonFields.Inner(head, Stamps), Bytes);
        return double.IsNaN(size) ? null : (long)size;
    }

    /// <summary>The keys of all pages of a head.</summary>
    public static List<string> PageIdsOf(string objectId, ReadOnlySpan<byte> head)
    {
        var ids = new List<string>();
        var pages = PagesOf(head);
        if (pages.IsEmpty)
            return ids;
        var index = new PageIndex();
        for (var field = new BsonReader(pages); field.Read();)
        {
            index.Read(field.AsBinary());
            for (var page = 0; page < index.Count; page++)
                ids.Add(ObjectPage.IdOf(objectId, Encoding.UTF8.GetString(field.Name), index[page]));
        }

        return ids;
    }

    /// <summary>The object as readers see it: all points in order, and nothing about pages.</summary>
    /// <param name="head">As stored.</param>
    /// <param name="objectId">Its name.</param>
    /// <param name="page">A page by its key, in memory that lives until this returns; empty when it is not there.</param>
    /// <param name="missing">The key of a page that is not there; null when all are.</param>
    /// <returns>The head itself when there is nothing to put together.</returns>
    public static byte[] Assemble(byte[] head, string objectId, Func<string, ReadOnlyMemory<byte>> page, out string? missing)
    {
        missing = null;
        var stamps = BsonFields.Inner(head, Stamps);
        if (stamps.IsEmpty || !(BsonFields.Contains(stamps, Pages) || BsonFields.Contains(stamps, Bytes)))
            return head;

        // Objects may have megabytes: the length is found first, and all is written once, in its place.
        var arrays = ReadArrays(head, objectId, page, ref missing);
        var length = 5;
        for (var field = new BsonReader(head); field.Read();)
            length += field.Name.SequenceEqual(Stamps) ? OtherStamps(field.Value) : LengthOf(field, arrays);
        var whole = GC.AllocateUninitializedArray<byte>(length);
        BinaryPrimitives.WriteInt32LittleEndian(whole, length);
        var position = 4;
        for (var field = new BsonReader(head); field.Read();)
        {
            if (field.Name.SequenceEqual(Stamps))
                position += WriteStamps(field.Value, whole.AsSpan(position));
            else if (Find(arrays, field) is { } array)
                position += WriteArray(field.Name, array, whole.AsSpan(position));
            else
                position += Copy(field.Element, whole.AsSpan(position));
        }

        whole[position] = 0;
        return whole;
    }

    static List<(byte[] Name, List<ReadOnlyMemory<byte>> Points)> ReadArrays(
        byte[] head, string objectId, Func<string, ReadOnlyMemory<byte>> page, ref string? missing)
    {
        var arrays = new List<(byte[], List<ReadOnlyMemory<byte>>)>();
        var pages = PagesOf(head);
        var position = 4;
        for (var field = new BsonReader(head); field.Read(); position += field.Element.Length)
        {
            if (field.Type != BsonType.Array || pages.IsEmpty)
                continue;
            var packed = new BsonReader(pages);
            if (!packed.Find(field.Name))
                continue;
            var start = position + field.Element.Length - field.Value.Length;
            arrays.Add((field.Name.ToArray(), ReadPoints(field.Name, head.AsMemory(start, field.Value.Length), packed.AsBinary(), objectId, page, ref missing)));
        }

        return arrays;
    }

    /// <summary>The points of pages and head, in order.</summary>
    static List<ReadOnlyMemory<byte>> ReadPoints(
        ReadOnlySpan<byte> name, ReadOnlyMemory<byte> array, ReadOnlySpan<byte> packed, string objectId, Func<string, ReadOnlyMemory<byte>> page, ref string? missing)
    {
        var index = new PageIndex();
        index.Read(packed);
        var series = Encoding.UTF8.GetString(name);
        var points = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < index.Count; i++)
        {
            var id = ObjectPage.IdOf(objectId, series, index[i]);
            var document = page(id);
            if (document.IsEmpty)
                missing = id;
            else
                points.AddRange(ObjectPage.PointsOf(document));
        }

        var end = 4;
        for (var point = new BsonReader(array.Span); point.Read();)
        {
            end += point.Element.Length;
            if (point.Type == BsonType.Document)
                points.Add(array.Slice(end - point.Value.Length, point.Value.Length));
        }

        return Sorted(points);
    }

    static List<ReadOnlyMemory<byte>> Sorted(List<ReadOnlyMemory<byte>> points)
    {
        var jds = new double[points.Count];
        var isSorted = true;
        for (var i = 0; i < jds.Length; i++)
        {
            jds[i] = ObjectPage.JdOf(points[i].Span);
            isSorted &= i == 0 || jds[i] > jds[i - 1];
        }

        if (isSorted)
            return points;
        var order = new int[jds.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (left, right) => (jds[left], left).CompareTo((jds[right], right)));
        var sorted = new List<ReadOnlyMemory<byte>>(order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            if (i == 0 || jds[order[i]] != jds[order[i - 1]])
                sorted.Add(points[order[i]]);
        }

        return sorted;
    }

    static List<ReadOnlyMemory<byte>>? Find(List<(byte[] Name, List<ReadOnlyMemory<byte>> Points)> arrays, scoped in BsonReader field)
    {
        foreach (var (name, points) in arrays)
        {
            if (field.Type == BsonType.Array && field.Name.SequenceEqual(name))
                return points;
        }

        return null;
    }

    static int LengthOf(scoped in BsonReader field, List<(byte[] Name, List<ReadOnlyMemory<byte>> Points)> arrays)
    {
        if (Find(arrays, field) is not { } points)
            return field.Element.Length;
        var length = field.Name.Length + 2 + 5;
        for (var i = 0; i < points.Count; i++)
            length += BsonIndexNames.Of(i).Length + 2 + points[i].Length;
        return length;
    }

    static int WriteArray(ReadOnlySpan<byte> name, List<ReadOnlyMemory<byte>> points, Span<byte> target)
    {
        var start = WriteName(BsonType.Array, name, target);
        var position = start + 4;
        for (var i = 0; i < points.Count; i++)
        {
            position += WriteName(BsonType.Document, BsonIndexNames.Of(i), target[position..]);
            position += Copy(points[i].Span, target[position..]);
        }

        target[position++] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(target[start..], position - start);
        return position;
    }

    /// <summary>Bytes of the element that holds the stamps but for those of pages; 0 when there are none.</summary>
    static int OtherStamps(ReadOnlySpan<byte> stamps)
    {
        var length = 0;
        for (var field = new BsonReader(stamps); field.Read();)
            length += IsOfPages(field.Name) ? 0 : field.Element.Length;
        return length == 0 ? 0 : length + Stamps.Length + 2 + 5;
    }

    static int WriteStamps(ReadOnlySpan<byte> stamps, Span<byte> target)
    {
        if (OtherStamps(stamps) == 0)
            return 0;
        var start = WriteName(BsonType.Document, Stamps, target);
        var position = start + 4;
        for (var field = new BsonReader(stamps); field.Read();)
            position += IsOfPages(field.Name) ? 0 : Copy(field.Element, target[position..]);
        target[position++] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(target[start..], position - start);
        return position;
    }

    static bool IsOfPages(ReadOnlySpan<byte> stamp) => stamp.SequenceEqual(Pages) || stamp.SequenceEqual(Bytes);

    static int WriteName(BsonType type, ReadOnlySpan<byte> name, Span<byte> target)
    {
        target[0] = (byte)type;
        name.CopyTo(target[1..]);
        target[name.Length + 1] = 0;
        return name.Length + 2;
    }

    static int Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        source.CopyTo(target);
        return source.Length;
    }
}
