using Boom.Core.Filters.Hints;
using Boom.Core.Filters.Values;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Expressions;

/// <summary>Makes the node of an operator.</summary>
delegate Expression OperatorFactory(OperatorCall call, in FilterValue argument);

/// <summary>All operators of expressions.</summary>
static class OperatorTable
{
    static readonly Dictionary<string, OperatorFactory> Known = Build();

    /// <summary>The names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    public static Expression Compile(string name, in FilterValue argument, OperatorCall call)
        => Known.TryGetValue(name, out var factory) ? factory(call, argument) : throw call.Place.Fault(Refusal(name));

    /// <summary>Whether a node has only constants to work on and always gives the same.</summary>
    public static bool CanFold(Expression expression)
    {
        if (expression is DocumentPath or DocumentExpression or VariablePath or VariableExpression or NowExpression)
            return false;
        foreach (var operand in expression.Operands)
        {
            if (operand is not ConstantExpression)
                return false;
        }

        return true;
    }

    static string Refusal(string name)
    {
        return name switch
        {
            "$function" or "$accumulator" or "$where" => $"{name} runs JavaScript, which a filter does not",
            "$rand" or "$sampleRate" => $"{name} answers differently each time, which is not allowed",
            _ when ExtendedJson.Refusal(name) is { } refusal => refusal,
            _ when ExpressionHints.Of(name) is { } hint => $"{name} is not supported: {hint}",
            _ when NearestOperator.In(name, Names) is { } near => $"{name} is not an operator known here; the nearest that is supported is {near}",
            _ => $"{name} is not an operator known here; docs/filters.md lists those that are",
        };
    }

    static Dictionary<string, OperatorFactory> Build()
    {
        var table = new Dictionary<string, OperatorFactory>(StringComparer.Ordinal);
        LogicOperators.AddTo(table);
        ComparisonOperators.AddTo(table);
        ConditionalOperators.AddTo(table);
        ArithmeticOperators.AddTo(table);
        RoundingOperators.AddTo(table);
        TrigonometryOperators.AddTo(table);
        AccumulatingOperators.AddTo(table);
        ArrayOperators.AddTo(table);
        IterationOperators.AddTo(table);
        SortOperators.AddTo(table);
        EdgeOperators.AddTo(table);
        SetOperators.AddTo(table);
        ObjectOperators.AddTo(table);
        TypeOperators.AddTo(table);
        TextOperators.AddTo(table);
        return table;
    }
}
