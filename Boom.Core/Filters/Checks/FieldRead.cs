using Boom.Core.Bson;

namespace Boom.Core.Filters.Checks;

/// <summary>Types of values as comparisons tell them apart.</summary>
[Flags]
enum ValueKinds
{
    None = 0,
    Number = 1,
    Text = 2,
    Boolean = 4,
    Date = 8,
    Object = 16,
    Array = 32,
    Other = 64,
}

/// <summary>A place where a pipeline asks for a field.</summary>
/// <param name="Stage">The stage, as messages name it: <c>Stage 1 ($match)</c>.</param>
/// <param name="Path">The path as it is written.</param>
/// <param name="Shape">What the path leads to: a field of the alert, one that was removed, or one that nothing has made.</param>
sealed record FieldRead(string Stage, string Path, FieldShape Shape)
{
    /// <summary>Whether the pipeline reckons with alerts that do not have it.</summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>Types of what it is compared with; none where it is not compared with a constant.</summary>
    public ValueKinds ComparedWith { get; init; }

    /// <summary>Whether the comparison is one of an expression, which has an order between types.</summary>
    public bool IsExpression { get; init; }

    /// <summary>Whether it is no more than the catalogue that a path leads into.</summary>
    public bool IsCatalog { get; init; }

    /// <summary>Whether the condition is that they are not equal.</summary>
    public bool IsNegated { get; init; }
}

/// <summary>Names of <see cref="ValueKinds"/>.</summary>
static class ValueKindNames
{
    public static ValueKinds KindOf(BsonType type) => type switch
    {
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => ValueKinds.Number,
        BsonType.String => ValueKinds.Text,
        BsonType.Boolean => ValueKinds.Boolean,
        BsonType.DateTime => ValueKinds.Date,
        BsonType.Document => ValueKinds.Object,
        BsonType.Array => ValueKinds.Array,
        default(BsonType) or BsonType.Null => ValueKinds.None,
        _ => ValueKinds.Other,
    };

    /// <summary>As sentences say it: <c>a number</c>, <c>a number or a text</c>.</summary>
    public static string ToWords(this ValueKinds kinds) => string.Join(" or ", Words.Where(word => kinds.HasFlag(word.Kind)).Select(word => word.Name));

    static readonly (ValueKinds Kind, string Name)[] Words =
    [
        (ValueKinds.Number, "a number"), (ValueKinds.Text, "a text"), (ValueKinds.Boolean, "true or false"), (ValueKinds.Date, "a date"),
        (ValueKinds.Object, "an object"), (ValueKinds.Array, "an array"), (ValueKinds.Other, "of another type"),
    ];
}
