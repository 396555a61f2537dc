using Boom.Core.Bson;
using Boom.Core.Store;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The write that takes an object from one document to the next. It carries only what differs: points behind the last are pushed, other
/// fields that changed are set.
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
            if (!stored.Find(field.Name))
                writer.RawElements(field.Element);
            else if (IsExtended(stored, field))
                pushes++;
            else if (!stored.Element.SequenceEqual(field.Element))
                writer.RawElements(field.Element);
        }

        writer.End(set);
        if (pushes > 0)
            WritePushes(change, writer);
        return writer.EndRoot();
    }

    static void WritePushes(PendingObject change, BsonWriter writer)
    {
        var push = writer.BeginDocument("$push"u8);
        var field = new BsonReader(change.Merged.Span);
        while (field.Read())
        {
            var stored = new BsonReader(change.Stored.Span);
            if (!stored.Find(field.Name) || !IsExtended(stored, field))
                continue;
            var array = writer.BeginDocument(field.Name);
            WriteEach(field.Value, stored.Value.Length, writer);
            writer.End(array);
        }

        writer.End(push);
    }

    /// <summary>The elements behind the stored ones.</summary>
    /// <param name="storedLength">Length of the stored array, whose final zero the first new element takes the place of.</param>
    static void WriteEach(ReadOnlySpan<byte> array, int storedLength, BsonWriter writer)
    {
        var each = writer.BeginArray("$each"u8);
        var element = new BsonReader(array);
        var end = 4;
        var index = 0;
        while (element.Read())
        {
            end += element.Element.Length;
            if (end >= storedLength)
                writer.Raw(element.Type, BsonIndexNames.Of(index++), element.Value);
        }

        writer.End(each);
    }

    static bool IsExtended(scoped in BsonReader stored, scoped in BsonReader merged)
        => stored.Type == BsonType.Array && merged.Type == BsonType.Array && merged.Value.Length > stored.Value.Length
            && merged.Value[4..].StartsWith(stored.Value[4..^1]);
}

/// <summary>One object of a batch on its way: what is stored of it, and the alerts to merge into it.</summary>
sealed class PendingObject(string objectId)
{
    public string ObjectId { get; } = objectId;

    /// <summary>The alerts that are merged, in order of arrival; refused ones are taken out.</summary>
    public List<AlertWrite> Alerts { get; } = [];

    /// <summary>As read; empty when there is no such object.</summary>
    public ReadOnlyMemory<byte> Stored { get; set; }

    /// <summary>With the alerts merged in.</summary>
    public ReadOnlyMemory<byte> Merged { get; set; }

    /// <summary>Why the last try to write it failed.</summary>
    public WriteRefusal? Refusal { get; set; }
}
