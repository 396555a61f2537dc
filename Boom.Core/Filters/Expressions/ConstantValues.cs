using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Values that outlive the run that computed them.</summary>
static class ConstantValues
{
    /// <summary>The value of an expression that asks for no document.</summary>
    public static FilterValue Evaluate(FilterRun run, Expression expression)
    {
        run.Begin(2 * FilterLimits.Depth);
        try
        {
            return Keep(expression.Evaluate(run));
        }
        finally
        {
            run.End();
        }
    }

    /// <summary>A copy with memory of its own; an array becomes a list, so that it need not be read again.</summary>
    public static FilterValue Keep(in FilterValue value)
    {
        if (value.Type == BsonType.Array)
        {
            var items = new List<FilterValue>();
            var cursor = new ItemCursor(value);
            while (cursor.Next())
                items.Add(Keep(cursor.Value));
            return FilterValue.List([.. items], 0, items.Count);
        }

        if (value.IsMissing || !NeedsMemory(value))
            return value;
        using var writer = new BsonWriter();
        writer.BeginRoot();
        ValueBson.Write(writer, "v"u8, value);
        return Documents.FindEncoded(FilterValue.Document(writer.EndRoot().ToArray()), "v"u8);
    }

    static bool NeedsMemory(in FilterValue value) => value.Type
        is BsonType.Document or BsonType.String or BsonType.Binary or BsonType.ObjectId or BsonType.Decimal128 or BsonType.Timestamp;
}
