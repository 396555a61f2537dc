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
    /// <param name="head">As stored; the same array when there is nothing to put together.</param>
    /// <param name="objectId">Its name.</param>
    /// <param name="page">A page by its key; empty when it is not there.</param>
    /// <param name="missing">The key of a page that is not there; null when all are.</param>
    public static byte[] Assemble(byte[] head, string objectId, Func<string, ReadOnlyMemory<byte>> page, out string? missing)
    {
        missing = null;
        var stamps = BsonFields.Inner(head, Stamps);
        if (stamps.IsEmpty || !(BsonFields.Contains(stamps, Pages) || BsonFields.Contains(stamps, Bytes)))
            return head;
        var pages = PagesOf(head);
        using var writer = new BsonWriter();
        writer.BeginRoot();
        for (var field = new BsonReader(head); field.Read();)
        {
            if (field.Name.SequenceEqual(Stamps))
                WriteStamps(writer, field.Value);
            else if (field.Type == BsonType.Array && !pages.IsEmpty && BsonFields.Contains(pages, field.Name))
                WriteArray(writer, field, objectId, pages, page, ref missing);
            else
                writer.RawElements(field.Element);
        }

        return writer.EndRoot().ToArray();
    }

    static void WriteStamps(BsonWriter writer, ReadOnlySpan<byte> stamps)
    {
        var isOpen = false;
        var document = 0;
        for (var field = new BsonReader(stamps); field.Read();)
        {
            if (field.Name.SequenceEqual(Pages) || field.Name.SequenceEqual(Bytes))
                continue;
            if (!isOpen)
                document = writer.BeginDocument(Stamps);
            isOpen = true;
            writer.RawElements(field.Element);
        }

        if (isOpen)
            writer.End(document);
    }

    static void WriteArray(
        BsonWriter writer, scoped in BsonReader field, string objectId, ReadOnlySpan<byte> pages, Func<string, ReadOnlyMemory<byte>> page, ref string? missing)
    {
        var packed = new BsonReader(pages);
        packed.Find(field.Name);
        var index = new PageIndex();
        index.Read(packed.AsBinary());
        var series = Encoding.UTF8.GetString(field.Name);
        var points = new List<(double Jd, int Order, ReadOnlyMemory<byte> Document)>();
        for (var i = 0; i < index.Count; i++)
        {
            var id = ObjectPage.IdOf(objectId, series, index[i]);
            var document = page(id);
            if (document.IsEmpty)
            {
                missing = id;
                continue;
            }

            foreach (var point in ObjectPage.PointsOf(document))
                points.Add((ObjectPage.JdOf(point.Span), points.Count, point));
        }

        for (var point = new BsonReader(field.Value); point.Read();)
        {
            if (point.Type == BsonType.Document)
                points.Add((ObjectPage.JdOf(point.Value), points.Count, point.Value.ToArray()));
        }

        for (var i = 1; i < points.Count; i++)
        {
            if (points[i].Jd > points[i - 1].Jd)
                continue;
            points.Sort((left, right) => (left.Jd, left.Order).CompareTo((right.Jd, right.Order)));
            break;
        }

        var array = writer.BeginArray(field.Name);
        var count = 0;
        for (var i = 0; i < points.Count; i++)
        {
            if (i == 0 || points[i].Jd != points[i - 1].Jd)
                writer.Raw(BsonType.Document, BsonIndexNames.Of(count++), points[i].Document.Span);
        }

        writer.End(array);
    }
}
