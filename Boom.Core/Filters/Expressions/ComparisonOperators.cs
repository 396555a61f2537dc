using Boom.Core.Bson;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary><c>$eq</c>, <c>$gt</c> and their like, which compare values of any types.</summary>
static class ComparisonOperators
{
    public static void AddTo(Dictionary<string, OperatorFactory> table)
    {
        Add("$eq", Orders.Equal);
        Add("$ne", Orders.Below | Orders.Above);
        Add("$gt", Orders.Above);
        Add("$gte", Orders.Above | Orders.Equal);
        Add("$lt", Orders.Below);
        Add("$lte", Orders.Below | Orders.Equal);
        table.Add("$cmp", static (call, in argument) =>
        {
            var operands = call.Operands(argument, 2, 2);
            return new TwoOperandsExpression(
                static (FilterRun _, in FilterValue left, in FilterValue right) => FilterValue.Of(Math.Sign(ValueOrder.Compare(left, right))),
                operands[0], operands[1]);
        });

        void Add(string name, Orders wanted) => table.Add(name, (call, in argument) =>
        {
            var operands = call.Operands(argument, 2, 2);
            return new CompareExpression(wanted, operands[0], operands[1]);
        });
    }
}

sealed class CompareExpression(Orders wanted, Expression left, Expression right) : Expression
{
    public Orders Wanted => wanted;

    public override IReadOnlyList<Expression> Operands => [left, right];

    public override FilterValue Evaluate(FilterRun run) => FilterValue.Of(Test(run));

    public override Truth Test(FilterRun run)
    {
        var first = left.Evaluate(run);
        var second = right.Evaluate(run);
        int order;
        if (first.Type == BsonType.Double && second.Type == BsonType.Double)
            order = first.AsDouble().CompareTo(second.AsDouble());
        else if (first.Type == BsonType.String && second.Type == BsonType.String)
            order = first.AsUtf8().SequenceCompareTo(second.AsUtf8());
        else if (first.IsUnknown || second.IsUnknown)
            return Truth.Unknown;
        else
            order = ValueOrder.Compare(first, second);
        return (wanted & (order < 0 ? Orders.Below : order > 0 ? Orders.Above : Orders.Equal)) != 0 ? Truth.True : Truth.False;
    }
}
