using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>
/// Writes down what a filter does with one alert. The verdicts of the stages are those of its evaluation (<see cref="EvaluationTrace"/>); the details are
/// computed after it, with a budget of their own.
/// </summary>
static class FilterExplainer
{
    public static FilterExplanation Explain(AlertFilter filter, FilterRun run, PreparedAlert alert)
    {
        var outcomes = EvaluationTrace.Of(filter, run, alert);
        run.Enter(alert);
        run.Begin(filter.Variables);
        try
        {
            var stages = new List<StageExplanation>();
            var steps = new ExplanationSteps(run);
            var hasDocument = true;
            for (var i = 0; i < filter.Stages.Count; i++)
            {
                var outcome = i < outcomes.Count ? outcomes[i] : new(ExplainedVerdict.NotReached, null);
                stages.Add(Stage(filter.Stages[i], outcome, run, steps, ref hasDocument));
            }

            return new(outcomes.All(outcome => outcome.Verdict == ExplainedVerdict.Yes), outcomes[^1].Error, stages);
        }
        finally
        {
            run.End();
        }
    }

    static StageExplanation Stage(Stage stage, StageOutcome outcome, FilterRun run, ExplanationSteps steps, ref bool hasDocument)
    {
        var place = stage.Place;
        IReadOnlyList<ConditionExplanation> conditions = [];
        IReadOnlyList<ValueExplanation> values = [];
        if (outcome.Verdict == ExplainedVerdict.NotReached || !hasDocument)
            return new(place.Stage, place.StageName, outcome.Verdict, outcome.Error, conditions, values);
        var mark = run.Mark();
        try
        {
            if (stage is MatchStage match)
                conditions = new ConditionExplainer(run, steps, run.Document).Stage(match.Condition);
            if (stage is ProjectStage project)
                values = Computed(project, run, steps);
        }
        catch (BsonFormatException)
        {
            // The outcome says that the document cannot be read.
        }

        run.Release(mark);
        steps.Renew();
        hasDocument = EvaluationTrace.Apply(stage, run).Verdict != ExplainedVerdict.Error;
        conditions = stage switch
        {
            HistoryStage => [Added("properties.sso.designation exists, as sso_history is asked for", outcome.Verdict)],
            WatchlistStage list => [Added($"the object is on the watch list {list.List}", outcome.Verdict)],
            _ => conditions,
        };
        if (stage is ObjectStage or HistoryStage && outcome.Verdict == ExplainedVerdict.Yes && hasDocument)
            values = Fields(stage, run.Document);
        return new(place.Stage, place.StageName, outcome.Verdict, outcome.Error, conditions, values);
    }

    static ConditionExplanation Added(string text, ExplainedVerdict verdict) => new(text, verdict, null, null, null, Decided: false, IsAlternative: false, []);

    static List<ValueExplanation> Computed(ProjectStage project, FilterRun run, ExplanationSteps steps)
    {
        var values = new List<ValueExplanation>();
        Collect(project.Root, "", run, steps, values);
        return values;
    }

    static void Collect(ProjectionNode node, string prefix, FilterRun run, ExplanationSteps steps, List<ValueExplanation> values)
    {
        foreach (var child in node.Children)
        {
            var path = prefix.Length == 0 ? child.Name.Text : $"{prefix}.{child.Name.Text}";
            if (child.Value is { } expression)
                Collect(expression, path, run, steps, values);
            else
                Collect(child, path, run, steps, values);
        }
    }

    // An object that is written out is shown field by field.
    static void Collect(Expression expression, string path, FilterRun run, ExplanationSteps steps, List<ValueExplanation> values)
    {
        if (expression is not ObjectExpression literal || literal.Names.Length == 0)
        {
            values.Add(Value(expression, path, run, steps));
            return;
        }

        for (var i = 0; i < literal.Names.Length; i++)
            Collect(literal.Operands[i], $"{path}.{literal.Names[i].Text}", run, steps, values);
    }

    static ValueExplanation Value(Expression expression, string path, FilterRun run, ExplanationSteps steps)
    {
        if (steps.IsUsedUp)
            return new(path, null, ExplanationSteps.NotComputed);
        var mark = run.Mark();
        try
        {
            steps.Renew();
            return new(path, ValueText.Of(expression.Evaluate(run)), null);
        }
        catch (FilterEvaluationException fault)
        {
            return new(path, null, fault.Message);
        }
        catch (UnknownValueException)
        {
            return new(path, "unknown", null);
        }
        finally
        {
            run.Release(mark);
        }
    }

    static List<ValueExplanation> Fields(Stage stage, in FilterValue document)
    {
        var values = new List<ValueExplanation>();
        foreach (var name in stage is ObjectStage added ? added.Added : [FilterView.History])
        {
            var value = document;
            foreach (var part in name.Split('.'))
                value = Documents.Find(value, new FieldName(part));
            var text = value.Type == BsonType.Array ? $"{FilterRun.Count(value)} points" : ValueText.Of(value);
            values.Add(new(name, text, null));
        }

        return values;
    }
}
