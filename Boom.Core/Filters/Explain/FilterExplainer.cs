using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>Runs a filter on one alert and writes down what happens.</summary>
static class FilterExplainer
{
    // An explanation evaluates a condition again for its parts.
    const int Patience = 16;

    public static FilterExplanation Explain(AlertFilter filter, FilterRun run, PreparedAlert alert)
    {
        run.Enter(alert);
        run.Begin(filter.Variables, Patience);
        try
        {
            var stages = new List<StageExplanation>();
            var verdict = ExplainedVerdict.Yes;
            string? error = null;
            foreach (var stage in filter.Stages)
            {
                if (verdict is ExplainedVerdict.No or ExplainedVerdict.Error)
                {
                    stages.Add(new(stage.Place.Stage, stage.Place.StageName, ExplainedVerdict.NotReached, null, [], []));
                    continue;
                }

                var explained = Stage(stage, run);
                stages.Add(explained);
                error = explained.Error;
                if (explained.Verdict != ExplainedVerdict.Yes)
                    verdict = explained.Verdict;
            }

            return new(verdict == ExplainedVerdict.Yes, error, stages);
        }
        finally
        {
            run.End();
        }
    }

    static StageExplanation Stage(Stage stage, FilterRun run)
    {
        var place = stage.Place;
        IReadOnlyList<ConditionExplanation> conditions = stage switch
        {
            MatchStage match => new ConditionExplainer(run, run.Document).Stage(match.Condition),
            _ => [],
        };
        IReadOnlyList<ValueExplanation> values = stage is ProjectStage project ? Computed(project, run) : [];
        try
        {
            var document = run.Document;
            var truth = stage.Apply(run, ref document);
            if (truth != Truth.False)
                run.Document = document;
            conditions = stage switch
            {
                HistoryStage => [Added("properties.sso.designation exists, as sso_history is asked for", truth)],
                WatchlistStage list => [Added($"the object is on the watch list {list.List}", truth)],
                _ => conditions,
            };
            if (stage is ObjectStage or HistoryStage && truth == Truth.True)
                values = Fields(stage, run.Document);
            return new(place.Stage, place.StageName, ConditionExplainer.Verdict(truth), null, conditions, values);
        }
        catch (Exception fault) when (fault is FilterEvaluationException or BsonFormatException)
        {
            return new(place.Stage, place.StageName, ExplainedVerdict.Error, fault.Message, conditions, values);
        }
        catch (UnknownValueException)
        {
            return new(place.Stage, place.StageName, ExplainedVerdict.Unknown, null, conditions, values);
        }
    }

    static ConditionExplanation Added(string text, Truth truth)
        => new(text, ConditionExplainer.Verdict(truth), null, null, null, Decided: false, IsAlternative: false, []);

    static List<ValueExplanation> Computed(ProjectStage project, FilterRun run)
    {
        var values = new List<ValueExplanation>();
        Collect(project.Root, "", run, values);
        return values;
    }

    static void Collect(ProjectionNode node, string prefix, FilterRun run, List<ValueExplanation> values)
    {
        foreach (var child in node.Children)
        {
            var path = prefix.Length == 0 ? child.Name.Text : $"{prefix}.{child.Name.Text}";
            if (child.Value is { } expression)
                Collect(expression, path, run, values);
            else
                Collect(child, path, run, values);
        }
    }

    // An object that is written out is shown field by field.
    static void Collect(Expression expression, string path, FilterRun run, List<ValueExplanation> values)
    {
        if (expression is not ObjectExpression literal || literal.Names.Length == 0)
        {
            values.Add(Value(expression, path, run));
            return;
        }

        for (var i = 0; i < literal.Names.Length; i++)
            Collect(literal.Operands[i], $"{path}.{literal.Names[i].Text}", run, values);
    }

    static ValueExplanation Value(Expression expression, string path, FilterRun run)
    {
        try
        {
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
