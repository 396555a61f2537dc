using System.Text;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Storage.Documents;
using Boom.Storage.Objects;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The write that takes an object from one document to the next. It carries only what differs: points that are added are pushed, and sorted in where they come
/// late; the oldest, when they leave, are cut off; other fields that changed are set. So it works on a part of the document too, as long as all points that are there are in it with the same fields.
/// </summary>
static class ObjectChange
{
    /// <summary>An insert, or an update that names the version it follows. Either fails on the key <c>_id</c> when another worker was first.</summary>
    /// <param name="change">Stored and merged document.</param>
    /// <param name="writer">Holds the bytes until the write is done.</param>
    public static WriteModel<EncodedDocument> Of(PendingObject change, BsonWriter writer)
    {
        if (change.Stored.IsEmpty)
            return new InsertOneModel<EncodedDocument>(new(change.Merged));
        var filter = EncodedBuffers.Filter(WriteFilter(change, writer));

        // The counts of a bulk write are sums: they do not tell which update found nothing. As an upsert that update would make the
        // document anew, fails because there is one of that _id, and is told by its place. Objects are never deleted.
        return new UpdateOneModel<EncodedDocument>(filter, EncodedBuffers.Update(WriteUpdate(change, writer))) { IsUpsert = true };
    }

    static ReadOnlyMemory<byte> WriteFilter(PendingObject change, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.String("_id"u8, change.ObjectId);
        var version = new BsonReader(change.Stored.Span);
        if (version.Find("version"u8))
            writer.RawElements(version.Element);
        else
            writer.Raw(BsonType.Null, "version"u8, default);
        WriteSizes(change, writer);
        return writer.EndRoot();
    }

    /// <summary>
    /// The arrays that change must be as long as they were when they were read: a server that answers while it changes a document may give the
    /// version of one write with the points of the one before.
    /// </summary>
    static void WriteSizes(PendingObject change, BsonWriter writer)
    {
        var field = new BsonReader(change.Merged.Span);
        while (field.Read())
        {
            var stored = new BsonReader(change.Stored.Span);
            if (field.Type != BsonType.Array || !stored.Find(field.Name) || stored.Type != BsonType.Array || stored.Value.SequenceEqual(field.Value))
                continue;
            var condition = writer.BeginDocument(field.Name);
            writer.Int32("$size"u8, CountElements(stored.Value));
            writer.End(condition);
        }
    }

    static int CountElements(ReadOnlySpan<byte> array)
    {
        var count = 0;
        for (var element = new BsonReader(array); element.Read();)
            count++;
        return count;
    }

    static ReadOnlyMemory<byte> WriteUpdate(PendingObject change, BsonWriter writer)
    {
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        var pushes = 0;
        var field = new BsonReader(change.Merged.Span);
        while (field.Read())
        {
            var stored = new BsonReader(change.Stored.Span);
            if (field.Type == BsonType.Document && field.Name.SequenceEqual("boom"u8))
                WriteStamps(stored, field.Value, writer);
            else if (!stored.Find(field.Name))
                writer.RawElements(field.Element);
            else if (IsExtended(stored, field, change.LeftOf(field.Name), out _))
                pushes++;
            else if (!stored.Element.SequenceEqual(field.Element))
                writer.RawElements(field.Element);
        }

        writer.End(set);
        if (pushes > 0)
            WritePushes(change, writer);
        return writer.EndRoot();
    }

    /// <summary>What the object says of its pages and size, path by path: of catalogues others write beside it.</summary>
    static void WriteStamps(scoped BsonReader stored, ReadOnlySpan<byte> merged, BsonWriter writer)
    {
        var before = stored.Find("boom"u8) && stored.Type == BsonType.Document ? stored.Value : default;
        for (var stamp = new BsonReader(merged); stamp.Read();)
        {
            if (before.IsEmpty || !BsonFields.TryFind(before, stamp.Name, out var element) || !element.SequenceEqual(stamp.Element))
                writer.Raw(stamp.Type, Encoding.UTF8.GetBytes("boom." + Encoding.UTF8.GetString(stamp.Name)), stamp.Value);
        }
    }

    static void WritePushes(PendingObject change, BsonWriter writer)
    {
        var push = writer.BeginDocument("$push"u8);
        var field = new BsonReader(change.Merged.Span);
        while (field.Read())
        {
            var stored = new BsonReader(change.Stored.Span);
            var left = change.LeftOf(field.Name);
            if (!stored.Find(field.Name) || !IsExtended(stored, field, left, out var isLate))
                continue;
            var array = writer.BeginDocument(field.Name);
            WriteEach(stored.Value, field.Value, left, writer);
            if (isLate)
            {
                var sort = writer.BeginDocument("$sort"u8);
                writer.Int32("jd"u8, 1);
                writer.End(sort);
            }

            // So many of the newest stay.
            if (left > 0)
                writer.Int32("$slice"u8, -CountElements(field.Value));
            writer.End(array);
        }

        writer.End(push);
    }

    /// <summary>The elements that are not among the stored ones.</summary>
    static void WriteEach(ReadOnlySpan<byte> storedArray, ReadOnlySpan<byte> array, int left, BsonWriter writer)
    {
        var each = writer.BeginArray("$each"u8);
        var stored = new BsonReader(storedArray);
        var hasStored = ReadBehind(ref stored, left);
        var index = 0;
        for (var element = new BsonReader(array); element.Read();)
        {
            if (hasStored && IsSame(stored, element))
                hasStored = stored.Read();
            else
                writer.Raw(element.Type, BsonIndexNames.Of(index++), element.Value);
        }

        writer.End(each);
    }

    /// <summary>Whether an array has all stored elements in their order but the first, which have left, and more.</summary>
    /// <param name="stored">The stored array.</param>
    /// <param name="merged">The array as it is to be.</param>
    /// <param name="left">How many have left.</param>
    /// <param name="isLate">Whether some of those that are more come before stored ones.</param>
    static bool IsExtended(scoped in BsonReader stored, scoped in BsonReader merged, int left, out bool isLate)
    {
        isLate = false;
        if (stored.Type != BsonType.Array || merged.Type != BsonType.Array)
            return false;
        var old = new BsonReader(stored.Value);
        var hasOld = ReadBehind(ref old, left);
        var isMore = false;
        for (var element = new BsonReader(merged.Value); element.Read();)
        {
            if (hasOld && IsSame(old, element))
            {
                hasOld = old.Read();
                isLate |= isMore;
            }
            else
            {
                isMore = true;
            }
        }

        return (isMore || left > 0) && !hasOld;
    }

    static bool ReadBehind(ref BsonReader elements, int left)
    {
        for (; left > 0; left--)
            elements.Read();
        return elements.Read();
    }

    static bool IsSame(scoped in BsonReader left, scoped in BsonReader right) => left.Type == right.Type && left.Value.SequenceEqual(right.Value);
}

/// <summary>One object of a batch on its way: what is stored of it, and the alerts to merge into it.</summary>
sealed class PendingObject(string objectId)
{
    public string ObjectId { get; } = objectId;

    /// <summary>The alerts that are merged, in order of arrival; refused ones are taken out.</summary>
    public List<AlertWrite> Alerts { get; } = [];

    /// <summary>As read, whole or those of its fields that a merge reads; empty when there is no such object.</summary>
    public ReadOnlyMemory<byte> Stored { get; set; }

    /// <summary>Whether it was read whole.</summary>
    public bool IsWhole { get; set; }

    /// <summary>What the merge lacks.</summary>
    public MergeNeed Need { get; set; }

    /// <summary>Keys of the pages that it lacks.</summary>
    public IReadOnlyList<string> MissingPages { get; set; } = [];

    /// <summary>Pages that it has been given, by key.</summary>
    public Dictionary<string, ReadOnlyMemory<byte>> Pages { get; } = new(StringComparer.Ordinal);

    /// <summary>How many of the oldest points of each array the merge lacks.</summary>
    public int OldestCount { get; set; }

    /// <summary>The oldest points that it has been given; empty for none.</summary>
    public ReadOnlyMemory<byte> Oldest { get; set; }

    /// <summary>By array, how many of the stored points leave the head.</summary>
    public IReadOnlyList<(byte[] Array, int Count)> LeftPoints { get; set; } = [];

    /// <summary>How many of the stored points of an array leave the head.</summary>
    public int LeftOf(ReadOnlySpan<byte> array)
    {
        foreach (var (name, count) in LeftPoints)
        {
            if (array.SequenceEqual(name))
                return count;
        }

        return 0;
    }

    /// <summary>Pages to be written before it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> NewPages { get; set; } = [];

    /// <summary>With the alerts merged in.</summary>
    public ReadOnlyMemory<byte> Merged { get; set; }

    /// <summary>Why the last try to write it failed.</summary>
    public WriteRefusal? Refusal { get; set; }

    /// <summary>Lets go of all documents.</summary>
    public void Release()
    {
        (Stored, Oldest, Merged, NewPages) = (default, default, default, []);
        Pages.Clear();
        Alerts.Clear();
    }
}
