using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Expressions;

/// <summary>Values that outlive the run that computed them.</summary>
static class ConstantValues
{
    /// <summary>The value of an expression that asks for no document; null when it is too large to be kept.</summary>
    public static FilterValue? Evaluate(CompileContext context, Expression expression)
    {
        var run = context.Constants;
        run.Begin(context.Variables);
        try
        {
            var value = expression.Evaluate(run);
            var items = run.StepsTaken > 0 ? Items(value, 0) : 0;
            if (items > context.ConstantItems)
                return null;
            context.ConstantItems -= items;
            return Keep(value);
        }
        finally
        {
            context.ConstantSteps -= run.StepsTaken;
            run.End();
        }
    }

    /// <summary>How many elements and fields a value has, at all depths; more than may be kept is enough.</summary>
    static int Items(in FilterValue value, int counted)
    {
        if (value.Form == ValueForm.List)
        {
            foreach (ref readonly var item in value.ListSource.AsSpan(value.Start, value.Count))
            {
                if (counted > FilterLimits.ConstantItems)
                    break;
                counted = Items(item, counted + 1);
            }
        }
        else if (value.Form == ValueForm.Fields)
        {
            foreach (ref readonly var field in value.FieldSource.AsSpan(value.Start, value.Count))
            {
                if (counted > FilterLimits.ConstantItems)
                    break;
                counted = Items(field.Value, counted + 1);
            }
        }

        return counted;
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
