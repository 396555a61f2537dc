using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>That no stage gives an alert another <c>_id</c> or <c>objectId</c>: hits and messages name the alert and its object, and so does what a filter says.</summary>
static class IdentityCheck
{
    const string Object = "{\"_id\": \"$_id\", \"objectId\": \"$objectId\", …}";
    const string Merge = "{\"$mergeObjects\": [\"$$ROOT\", {…}]}";

    /// <summary>A stage that sets fields.</summary>
    /// <exception cref="FilterException">It sets one of the two.</exception>
    public static void AddFields(Place place, in FilterValue fields)
    {
        if (fields.Type != BsonType.Document)
            return;
        var walker = new ElementWalker(fields);
        while (walker.Next())
            Refuse(place, Encoding.UTF8.GetString(walker.Name));
    }

    /// <summary>A value of a projection, which may keep <c>_id</c> but neither compute it nor take a part of one of the two.</summary>
    /// <exception cref="FilterException">It does.</exception>
    public static void Projected(Place place, ReadOnlySpan<byte> name, bool isSwitch)
    {
        if ((!isSwitch && name.SequenceEqual("_id"u8)) || name.StartsWith("_id."u8) || name.StartsWith("objectId."u8))
            Refuse(place, Encoding.UTF8.GetString(name));
    }

    /// <summary>An object that takes the place of the document.</summary>
    /// <exception cref="FilterException">It may be without one of the two, or with another.</exception>
    public static void Replace(Place place, in FilterValue root)
    {
        if (KeepsBoth(root))
            return;
        throw place.Fault($"the object that takes the place of the alert keeps its _id and objectId: write {Object} or {Merge}, or put fields beside the others with $addFields");
    }

    static void Refuse(Place place, string path)
    {
        var name = path.Split('.')[0];
        if (name is "_id" or "objectId")
            throw place.At(path).Fault($"{name} cannot be changed, it names the {(name == "_id" ? "alert" : "object")}: take another name");
    }

    static bool KeepsBoth(in FilterValue root)
    {
        if (root.Type != BsonType.Document)
            return IsText(root, "$$ROOT") || IsText(root, "$$CURRENT");
        var merged = Documents.FindEncoded(root, "$mergeObjects"u8);
        return merged.IsMissing
            ? IsText(Documents.FindEncoded(root, "_id"u8), "$_id") && IsText(Documents.FindEncoded(root, "objectId"u8), "$objectId")
            : merged.Type == BsonType.Array && MergeKeepsBoth(merged);
    }

    // The last that has a name wins: behind the whole alert there is nothing with one of the two.
    static bool MergeKeepsBoth(in FilterValue operands)
    {
        var keeps = false;
        var walker = new ElementWalker(operands);
        while (walker.Next())
        {
            if (KeepsBoth(walker.Value))
                keeps = true;
            else
                keeps &= IsHarmless(walker.Value);
        }

        return keeps;
    }

    static bool IsHarmless(in FilterValue value)
    {
        if (value.Type != BsonType.Document)
            return false;
        var walker = new ElementWalker(value);
        while (walker.Next())
        {
            if (walker.Name.StartsWith("$"u8) || walker.Name.SequenceEqual("_id"u8) || walker.Name.SequenceEqual("objectId"u8))
                return false;
        }

        return true;
    }

    static bool IsText(in FilterValue value, string text) => value.Type == BsonType.String && Encoding.UTF8.GetString(value.AsUtf8()) == text;
}
