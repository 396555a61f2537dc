using Boom.Core.Bson;
using Boom.Core.Filters.Conditions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>Explains conditions on the document of a run.</summary>
sealed class ConditionExplainer(FilterRun run, ExplanationSteps steps, FilterValue document)
{
    readonly FilterValue _document = document;

    /// <summary>The conditions of a stage, all of which must hold.</summary>
    public IReadOnlyList<ConditionExplanation> Stage(Condition condition)
        => condition is AllConditions all ? Parts(all.Conditions, Truth.False, decided: false) : [One(condition, decided: false)];

    IReadOnlyList<ConditionExplanation> Parts(IReadOnlyList<Condition> conditions, Truth decides, bool decided)
    {
        var parts = new List<ConditionExplanation>();
        foreach (var condition in conditions)
        {
            var part = One(condition, decided);
            parts.Add(part);
            decided |= part.Verdict == Verdict(decides) || part.Verdict == ExplainedVerdict.Error;
        }

        return parts;
    }

    // What the explanation of one computes is gone before that of the next.
    ConditionExplanation One(Condition condition, bool decided)
    {
        if (steps.IsUsedUp)
            return new(CheckText.Short(condition), ExplainedVerdict.Unknown, ExplanationSteps.NotComputed, null, null, decided, IsAlternative: false, []);
        var mark = run.Mark();
        var explained = Explain(condition, decided);
        run.Release(mark);
        return explained;
    }

    ConditionExplanation Explain(Condition condition, bool decided) => condition switch
    {
        PathCondition path => OfPath(path, negated: false, decided),
        NotCondition { Inner: PathCondition path } => OfPath(path, negated: true, decided),
        AllConditions all => Group(all, Parts(all.Conditions, Truth.False, decided), decided, isAlternative: false),
        AnyCondition any => Group(any, Parts(any.Conditions, Truth.True, decided), decided, isAlternative: true),
        NotCondition { Inner: AnyCondition none } => Group(condition, Parts(none.Conditions, Truth.True, decided), decided, isAlternative: true),
        NotCondition not => Group(condition, [One(not.Inner, decided)], decided, isAlternative: true),
        ExpressionCondition expression => new ExpressionExplainer(run, steps).Explain(expression.Expression, decided),
        _ => Group(condition, [], decided, isAlternative: false),
    };

    ConditionExplanation Group(Condition condition, IReadOnlyList<ConditionExplanation> parts, bool decided, bool isAlternative)
    {
        var (verdict, error) = Test(condition);
        return new(CheckText.Short(condition), verdict, null, null, error, decided, isAlternative, parts);
    }

    ConditionExplanation OfPath(PathCondition path, bool negated, bool decided)
    {
        var (verdict, error) = Test(negated ? new NotCondition(path) : path);
        var values = path.Values(run, _document);
        // Of an array the elements are shown; that it is tested itself as well is a detail.
        if (!path.Check.TakesArraysWhole && values.Count > 1 && values[^1].Type == BsonType.Array)
            values = [.. values.Take(values.Count - 1)];
        if (values.Any(value => !value.IsMissing))
            values = [.. values.Where(value => !value.IsMissing)];
        var found = values.Count == 1 ? Found(path.Check, values[0]) : $"{values.Count} values: {string.Join(", ", values.Take(6).Select(value => Found(path.Check, value)))}{(values.Count > 6 ? ", …" : "")}";
        if (values.Count == 0)
            found = "no value, the path ends in an array without it";
        var needed = verdict == ExplainedVerdict.No && values.Count == 1 ? CheckText.Needed(path.Check, negated, values[0]) : null;
        return new(CheckText.Of(path.Path, path.Check, negated), verdict, found, needed, error, decided, IsAlternative: false, []);
    }

    // Where elements are counted, their number says more than they do.
    static string Found(ValueCheck check, in FilterValue value) => check switch
    {
        NotCheck not => Found(not.Inner, value),
        SizeCheck or ExistsCheck when value.Type == BsonType.Array => FilterRun.Count(value) is var count && count == 1 ? "1 element" : $"{count} elements",
        _ => ValueText.Of(value),
    };

    (ExplainedVerdict Verdict, string? Error) Test(Condition condition)
    {
        try
        {
            steps.Renew();
            return (Verdict(condition.Test(run, _document)), null);
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

    public static ExplainedVerdict Verdict(Truth truth) => truth switch
    {
        Truth.True => ExplainedVerdict.Yes,
        Truth.False => ExplainedVerdict.No,
        _ => ExplainedVerdict.Unknown,
    };
}
