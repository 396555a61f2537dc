using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>The orders of value and operand that satisfy a comparison.</summary>
[Flags]
enum Orders
{
    Below = 1,
    Equal = 2,
    Above = 4,
}

/// <summary>
/// <c>$eq</c>, <c>$gt</c>, <c>$gte</c>, <c>$lt</c>, <c>$lte</c>: only values of the operand's bracket satisfy it, and a missing value as null does.
/// </summary>
sealed class ComparisonTest(MatchOperand operand, Orders wanted) : ValueTest
{
    readonly BsonType _type = operand.Type;
    readonly byte[] _bytes = operand.Bytes;
    readonly int _bracket = BsonOrder.Bracket(operand.Type);
    readonly bool _isNaN = operand.Value.IsNaN;
    readonly bool _takesEqual = (wanted & Orders.Equal) != 0;

    public MatchOperand Operand => operand;

    public Orders Wanted => wanted;

    public override bool Passes(in MatchValue value)
    {
        if (value.IsMissing)
            return _takesEqual && _type == BsonType.Null;
        if (BsonOrder.Bracket(value.Type) != _bracket)
            return false;
        // NaN has no order: it only equals itself.
        if (_isNaN || value.IsNaN)
            return _takesEqual && _isNaN && value.IsNaN;
        var order = BsonOrder.CompareInBracket(value, new(_type, _bytes));
        return (wanted & (order < 0 ? Orders.Below : order > 0 ? Orders.Above : Orders.Equal)) != 0;
    }
}
