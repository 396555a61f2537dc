using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>Explains the condition in an <c>$expr</c>: logic down to comparisons, with the values on both sides.</summary>
sealed class ExpressionExplainer(FilterRun run, ExplanationSteps steps)
{
    public ConditionExplanation Explain(Expression expression, bool decided)
    {
        if (steps.IsUsedUp)
            return new(ExpressionText.Of(expression), ExplainedVerdict.Unknown, ExplanationSteps.NotComputed, null, null, decided, IsAlternative: false, []);
        var mark = run.Mark();
        var explained = One(expression, decided);
        run.Release(mark);
        return explained;
    }

    ConditionExplanation One(Expression expression, bool decided) => expression switch
    {
        AndExpression and => Group(and, Parts(and.Operands, Truth.False, decided), decided, isAlternative: false),
        OrExpression or => Group(or, Parts(or.Operands, Truth.True, decided), decided, isAlternative: true),
        NotExpression not => Negation(not, Explain(not.Operands[0], decided), decided),
        CompareExpression comparison => Comparison(comparison, decided),
        ElementsOfMapExpression elements => Elements(elements, decided),
        _ => Leaf(expression, decided),
    };

    List<ConditionExplanation> Parts(IReadOnlyList<Expression> operands, Truth decides, bool decided)
    {
        var parts = new List<ConditionExplanation>();
        foreach (var operand in operands)
        {
            var part = Explain(operand, decided);
            parts.Add(part);
            decided |= part.Verdict == ConditionExplainer.Verdict(decides) || part.Verdict == ExplainedVerdict.Error;
        }

        return parts;
    }

    ConditionExplanation Negation(NotExpression not, ConditionExplanation inner, bool decided)
    {
        var (verdict, error) = Test(not);
        // A single condition is told in one line.
        return inner.Parts.Count == 0
            ? new($"not {inner.Text}", verdict, inner.Found, null, error, decided, IsAlternative: false, [])
            : new(ExpressionText.Of(not), verdict, null, null, error, decided, IsAlternative: true, [inner]);
    }

    ConditionExplanation Group(Expression expression, IReadOnlyList<ConditionExplanation> parts, bool decided, bool isAlternative)
    {
        var (verdict, error) = Test(expression);
        return new(ExpressionText.Of(expression), verdict, null, null, error, decided, isAlternative, parts);
    }

    ConditionExplanation Comparison(CompareExpression comparison, bool decided)
    {
        var (verdict, error) = Test(comparison);
        if (error is not null)
            return new(ExpressionText.Of(comparison), verdict, null, null, error, decided, IsAlternative: false, []);
        var (left, right) = (Value(comparison.Operands[0]), Value(comparison.Operands[1]));
        var found = comparison.Operands[1] is ConstantExpression ? ValueText.Of(left) : $"{ValueText.Of(left)} and {ValueText.Of(right)}";
        var needed = verdict == ExplainedVerdict.No ? CheckText.Distance(left, right, comparison.Wanted) : null;
        return new(ExpressionText.Of(comparison), verdict, found, needed, null, decided, IsAlternative: false, []);
    }

    ConditionExplanation Elements(ElementsOfMapExpression elements, bool decided)
    {
        var (verdict, error) = Test(elements);
        string? found = null;
        if (error is null && Value(elements.Operands[0]) is { Type: BsonType.Array } items)
            found = $"true for {Count(items)} of {FilterRun.Count(items)} elements";
        return new(ExpressionText.Of(elements), verdict, found, null, error, decided, IsAlternative: false, []);
    }

    static int Count(in FilterValue items)
    {
        var count = 0;
        var cursor = new ItemCursor(items);
        while (cursor.Next())
            count += cursor.Value.Truth == Truth.True ? 1 : 0;
        return count;
    }

    ConditionExplanation Leaf(Expression expression, bool decided)
    {
        var (verdict, error) = Test(expression);
        var found = error is null ? ValueText.Of(Value(expression)) : null;
        return new(ExpressionText.Of(expression), verdict, found, null, error, decided, IsAlternative: false, []);
    }

    // The whole of a value may be an error where a test needs only a part of it.
    FilterValue Value(Expression expression)
    {
        try
        {
            steps.Renew();
            return expression.Evaluate(run);
        }
        catch (Exception fault) when (fault is FilterEvaluationException or UnknownValueException)
        {
            return FilterValue.Unknown;
        }
    }

    (ExplainedVerdict Verdict, string? Error) Test(Expression expression)
    {
        try
        {
            steps.Renew();
            return (ConditionExplainer.Verdict(expression.Test(run)), null);
        }
        catch (FilterEvaluationException fault)
        {
            return (ExplainedVerdict.Error, fault.Message);
        }
        catch (UnknownValueException)
        {
            return (ExplainedVerdict.Unknown, null);
        }
    }
}
