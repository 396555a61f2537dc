using Boom.Core.Bson;

namespace Boom.Storage.Documents;

/// <summary>Top-level fields of encoded documents, read and set without taking the documents apart.</summary>
static class BsonFields
{
    /// <summary>MongoDB's limit on a document; kept on every store, so that a night can move from one to another.</summary>
    public const int MaxDocumentBytes = 16 * 1024 * 1024;

    /// <summary>The document with the top-level fields of <paramref name="set"/> in place of its own or behind them.</summary>
    public static ReadOnlyMemory<byte> Set(ReadOnlySpan<byte> document, ReadOnlySpan<byte> set, BsonWriter writer)
    {
        writer.BeginRoot();
        var fields = new BsonReader(document);
        while (fields.Read())
        {
            var replacement = new BsonReader(set);
            writer.RawElements(replacement.Find(fields.Name) ? replacement.Element : fields.Element);
        }

        var added = new BsonReader(set);
        while (added.Read())
        {
            if (!Contains(document, added.Name))
                writer.RawElements(added.Element);
        }

        return writer.EndRoot();
    }

    /// <summary>The document, or array, in a top-level field; empty when there is none, as in an empty document.</summary>
    public static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, BsonType type = BsonType.Document)
    {
        if (document.IsEmpty)
            return default;
        var field = new BsonReader(document);
        return field.Find(name) && field.Type == type ? field.Value : default;
    }

    /// <summary>The text in a top-level field; null when there is none.</summary>
    public static string? Text(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var field = new BsonReader(document);
        return field.Find(name) ? field.AsString() : null;
    }

    /// <summary>The whole number in a top-level field; 0 when there is none.</summary>
    public static long Int64(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var field = new BsonReader(document);
        return field.Find(name) ? field.AsInt64() : 0;
    }

    /// <summary>The number in a top-level field; NaN when there is none, as in an empty document.</summary>
    public static double Double(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var field = document.IsEmpty ? default : new BsonReader(document);
        return field.Find(name) ? field.AsDouble() : double.NaN;
    }

    /// <summary>A top-level field with its name and type.</summary>
    public static bool TryFind(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> element)
    {
        var field = new BsonReader(document);
        var isThere = field.Find(name);
        element = isThere ? field.Element : default;
        return isThere;
    }

    /// <summary>Whether the document has a top-level field of this name.</summary>
    public static bool Contains(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name) => new BsonReader(document).Find(name);
}
