using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>A value that equals one of a list. The list is kept in order, so that a long one costs a binary search.</summary>
sealed class InTest : ValueTest
{
    readonly MatchOperand[] _sorted;
    readonly bool _hasNull;

    public InTest(IEnumerable<MatchOperand> operands)
    {
        _sorted = [.. operands.Order()];
        _hasNull = _sorted.Any(operand => operand.Type == BsonType.Null);
    }

    public ReadOnlySpan<MatchOperand> Sorted => _sorted;

    public override bool Passes(in MatchValue value)
    {
        if (value.IsMissing)
            return _hasNull;
        var low = 0;
        var high = _sorted.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = BsonOrder.Compare(value, _sorted[middle].Value);
            if (order == 0)
                return true;
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return false;
    }
}
