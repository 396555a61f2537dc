using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Hints;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Conditions;

/// <summary>Conditions of the match language, compiled by it, over values in all their forms.</summary>
sealed class ConditionCompiler(ExpressionCompiler expressions, Place place, ExpressionScope scope)
{
    /// <param name="document">The encoded object behind <c>$match</c>.</param>
    /// <exception cref="FilterException">It is no condition of the language.</exception>
    public Condition Compile(in FilterValue document)
    {
        var compiler = new MatchCompiler((type, value) => Expression(type, value.ToArray()), ConditionHints.Of);
        try
        {
            return Convert(compiler.Compile(document.Bytes), ofStage: true);
        }
        catch (MatchException fault)
        {
            throw place.Fault(fault.Message.TrimEnd('.'));
        }
    }

    ExpressionNode Expression(BsonType type, byte[] value)
        => new(expressions.Compile(FilterValue.Read(type, value, 0, value.Length), place.At("$expr"), scope));

    Condition Convert(MatchNode node, bool ofStage) => node switch
    {
        PathNode path => OfPath(path, ofStage),
        NotNode not => new NotCondition(Convert(not.Inner, ofStage)),
        AllNode all => new AllConditions([.. all.Nodes.Select(each => Convert(each, ofStage))]),
        AnyNode any => new AnyCondition([.. any.Nodes.Select(each => Convert(each, ofStage))]),
        ExpressionNode expression => new ExpressionCondition(expression.Expression),
        _ => throw new InvalidOperationException($"No condition is made of {node.GetType().Name}."),
    };

    PathCondition OfPath(PathNode node, bool ofStage)
    {
        string[] parts = [.. node.Path.Parts.Select(Encoding.UTF8.GetString)];
        var names = expressions.Context.Names(parts);
        if (!ofStage)
            expressions.Context.Plan.AddColumn(names[0]);
        return new(names, ofStage ? expressions.Context.PlaceOf(parts) : PathPlace.None, Convert(node.Test));
    }

    ValueCheck Convert(ValueTest test) => test switch
    {
        ComparisonTest comparison when IsPlainNumber(comparison.Operand) => new NumberCheck(
            FilterValue.Read(comparison.Operand.Type, comparison.Operand.Bytes, 0, comparison.Operand.Bytes.Length), comparison.Wanted),
        ExistsTest => new ExistsCheck(),
        SizeTest size => new SizeCheck(size.Size),
        NotTest not => new NotCheck(Convert(not.Inner)),
        AllTest all => new AllChecks([.. all.Tests.Select(Convert)]),
        ElementValueTest element => new ElementValueCheck(Convert(element.Test)),
        ElementDocumentTest element => new ElementDocumentCheck(Convert(element.Condition, ofStage: false)),
        _ => new EncodedCheck(test),
    };

    static bool IsPlainNumber(MatchOperand operand)
        => operand.Type is BsonType.Int32 or BsonType.Int64 || (operand.Type == BsonType.Double && !operand.Value.IsNaN);

    /// <summary><c>$expr</c> while the match language compiles.</summary>
    sealed class ExpressionNode(Expression expression) : MatchNode
    {
        public Expression Expression => expression;

        public override bool Matches(ReadOnlySpan<byte> document, ReadOnlySpan<byte> overlay)
            => throw new InvalidOperationException("An expression is evaluated by a filter.");
    }
}
