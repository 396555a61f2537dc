using Boom.Core.Bson;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Values;

/// <summary>The order of values in expressions: over all types, a missing value before null, numbers of all types by their exact value.</summary>
static class ValueOrder
{
    [ThreadStatic]
    static long t_compared;

    /// <summary>Elements that comparisons of this thread have looked at: what they cost is taken from the budget of whoever asked.</summary>
    public static long Compared => t_compared;

    /// <summary>The sign of left − right.</summary>
    public static int Compare(in FilterValue left, in FilterValue right)
    {
        if (left.Type == BsonType.Double && right.Type == BsonType.Double)
            return left.AsDouble().CompareTo(right.AsDouble());
        if (left.Type != right.Type || left.Type is not (BsonType.Document or BsonType.Array))
            return CompareScalars(left, right);
        var items = FilterLimits.ComparedItems;
        var order = Compare(left, right, 0, ref items);
        t_compared += FilterLimits.ComparedItems - items;
        return order;
    }

    // Not of two arrays or two objects.
    static int CompareScalars(in FilterValue left, in FilterValue right)
    {
        var items = 1;
        return Compare(left, right, 0, ref items);
    }

    static int Compare(in FilterValue left, in FilterValue right, int depth, ref int items)
    {
        // One array may stand in a value many times.
        if (--items < 0)
            throw new FilterBudgetException($"a comparison looks at more than {FilterLimits.ComparedItems} elements");
        if (left.IsUnknown || right.IsUnknown)
            throw new UnknownValueException();
        var brackets = BsonOrder.Bracket(left.Type) - BsonOrder.Bracket(right.Type);
        if (brackets != 0)
            return brackets;
        switch (left.Type)
        {
            case BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128:
                return CompareNumbers(left, right);
            case BsonType.String:
                return left.AsUtf8().SequenceCompareTo(right.AsUtf8());
            case BsonType.Boolean or BsonType.DateTime:
                return left.AsInt64().CompareTo(right.AsInt64());
            case BsonType.Document:
                return CompareDocuments(left, right, Deeper(depth), ref items);
            case BsonType.Array:
                return CompareArrays(left, right, Deeper(depth), ref items);
            case default(BsonType) or BsonType.Null:
                return 0;
            default:
                return BsonOrder.CompareInBracket(left.AsMatch(), right.AsMatch());
        }
    }

    public static int CompareNumbers(in FilterValue left, in FilterValue right)
    {
        if (left.Type == BsonType.Decimal128 || right.Type == BsonType.Decimal128)
            return NumberOrder.Compare(left.AsMatch(), right.AsMatch());
        if (left.Type == BsonType.Double)
            return right.Type == BsonType.Double ? left.AsDouble().CompareTo(right.AsDouble()) : -NumberOrder.Compare(right.AsInt64(), left.AsDouble());
        return right.Type == BsonType.Double ? NumberOrder.Compare(left.AsInt64(), right.AsDouble()) : left.AsInt64().CompareTo(right.AsInt64());
    }

    static int CompareDocuments(in FilterValue left, in FilterValue right, int depth, ref int items)
    {
        // Neither the place nor the presence of an unknown field is known.
        if (HasUnknown(left) || HasUnknown(right))
            throw new UnknownValueException();
        var lefts = new FieldCursor(left);
        var rights = new FieldCursor(right);
        while (lefts.Next())
        {
            if (!rights.Next())
                return 1;
            var a = lefts.Value;
            var b = rights.Value;
            var order = BsonOrder.Bracket(a.Type) - BsonOrder.Bracket(b.Type);
            if (order == 0)
                order = lefts.Name.SequenceCompareTo(rights.Name);
            if (order == 0)
                order = Compare(a, b, depth, ref items);
            if (order != 0)
                return order;
        }

        return rights.Next() ? -1 : 0;
    }

    static bool HasUnknown(in FilterValue document)
    {
        if (document.Form != ValueForm.Fields)
            return false;
        foreach (ref readonly var field in document.FieldSource.AsSpan(document.Start, document.Count))
        {
            if (field.IsUnknown)
                return true;
        }

        return false;
    }

    static int CompareArrays(in FilterValue left, in FilterValue right, int depth, ref int items)
    {
        var lefts = new ItemCursor(left);
        var rights = new ItemCursor(right);
        while (lefts.Next())
        {
            if (!rights.Next())
                return 1;
            var order = Compare(lefts.Value, rights.Value, depth, ref items);
            if (order != 0)
                return order;
        }

        return rights.Next() ? -1 : 0;
    }

    static int Deeper(int depth) => depth < FilterLimits.ValueDepth
        ? depth + 1
        : throw new FilterEvaluationException($"a value is nested deeper than {FilterLimits.ValueDepth} levels");
}
