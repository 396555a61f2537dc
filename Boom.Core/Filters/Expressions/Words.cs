using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Values in the words of an error.</summary>
static class Words
{
    /// <summary>The type with its article.</summary>
    public static string Of(in FilterValue value) => value.Type switch
    {
        default(BsonType) => "a missing value",
        BsonType.Null => "null",
        BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => "a number",
        BsonType.String => "text",
        BsonType.Document => "an object",
        BsonType.Array => "an array",
        BsonType.Boolean => "true or false",
        BsonType.DateTime => "a date",
        BsonType.ObjectId => "an object identifier",
        BsonType.Binary => "binary data",
        _ => $"a value of type {value.Type}",
    };

    public static FilterEvaluationException Takes(string name, string wanted, in FilterValue found) => new($"{name} takes {wanted}, not {Of(found)}");

    /// <summary>The type in MongoDB's word.</summary>
    public static string Alias(in FilterValue value) => value.Type switch
    {
        default(BsonType) => "missing",
        BsonType.Null => "null",
        BsonType.Double => "double",
        BsonType.Int32 => "int",
        BsonType.Int64 => "long",
        BsonType.Decimal128 => "decimal",
        BsonType.String => "string",
        BsonType.Document => "object",
        BsonType.Array => "array",
        BsonType.Boolean => "bool",
        BsonType.DateTime => "date",
        BsonType.ObjectId => "objectId",
        BsonType.Binary => "binData",
        _ => "timestamp",
    };
}
