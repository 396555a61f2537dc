using Boom.Core.Bson;

namespace Boom.Core.Filters.Values;

/// <summary>Fields of objects in any form.</summary>
static class Documents
{
    /// <summary>A field of an object; missing when there is none. Of anything else than an object it is missing too.</summary>
    public static FilterValue Find(in FilterValue document, FieldName name)
    {
        if (document.Type != BsonType.Document)
            return default;
        return document.Form switch
        {
            ValueForm.Row => document.Table.Find(document.RowNumber, name),
            ValueForm.Fields => FindComputed(document, name),
            _ => FindEncoded(document, name.Utf8),
        };
    }

    public static FilterValue FindEncoded(in FilterValue document, ReadOnlySpan<byte> name)
    {
        var walker = new ElementWalker(document);
        while (walker.Next())
        {
            if (walker.NameLength == name.Length && walker.Name.SequenceEqual(name))
                return walker.Value;
        }

        return default;
    }

    /// <summary>How many fields an object has.</summary>
    public static int Count(in FilterValue document)
    {
        if (document.Form == ValueForm.Fields)
            return document.Count;
        var count = 0;
        var walker = new ElementWalker(Encoded(document));
        while (walker.Next())
            count++;
        return count;
    }

    /// <summary>The encoded object of a row; any other as it is.</summary>
    public static FilterValue Encoded(in FilterValue document)
        => document.Form == ValueForm.Row ? document.Table.Document(document.RowNumber) : document;

    static FilterValue FindComputed(in FilterValue document, FieldName name)
    {
        foreach (ref readonly var field in document.FieldSource.AsSpan(document.Start, document.Count))
        {
            if (field.Has(name))
                return field.Value;
        }

        return default;
    }
}
