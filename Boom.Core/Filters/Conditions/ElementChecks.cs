using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Conditions;

/// <summary><c>$elemMatch</c> with operators: one element of the array passes all of them.</summary>
sealed class ElementValueCheck(ValueCheck check) : ValueCheck
{
    public ValueCheck Inner => check;

    public override bool TakesArraysWhole => true;

    public override Truth Test(FilterRun run, in FilterValue value)
    {
        var answer = Truth.False;
        if (value.Type != BsonType.Array)
            return answer;
        var cursor = new ItemCursor(value);
        while (cursor.Next())
        {
            run.Spend(1);
            var item = cursor.Value;
            var truth = item.IsUnknown ? Truth.Unknown : check.Test(run, item);
            if (truth == Truth.True)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }
}

/// <summary><c>$elemMatch</c> with paths: one element is an object that satisfies the condition, or an array that does so by its indexes.</summary>
sealed class ElementDocumentCheck(Condition condition) : ValueCheck
{
    public Condition Condition => condition;

    public override bool TakesArraysWhole => true;

    public override Truth Test(FilterRun run, in FilterValue value)
    {
        var answer = Truth.False;
        if (value.Type != BsonType.Array)
            return answer;
        var cursor = new ItemCursor(value);
        while (cursor.Next())
        {
            run.Spend(1);
            var item = cursor.Value;
            var truth = item.IsUnknown ? Truth.Unknown : OfElement(run, item);
            if (truth == Truth.True)
                return truth;
            if (truth == Truth.Unknown)
                answer = truth;
        }

        return answer;
    }

    Truth OfElement(FilterRun run, in FilterValue item)
    {
        if (item.Type == BsonType.Document)
            return condition.Test(run, item);
        if (item.Type != BsonType.Array)
            return Truth.False;
        var encoded = run.Encode(item);
        return condition.Test(run, FilterValue.Encoded(BsonType.Document, encoded.Buffer, encoded.Start, encoded.Count));
    }
}
