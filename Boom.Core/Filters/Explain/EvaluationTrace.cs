using Boom.Core.Bson;
using Boom.Core.Filters.Stages;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Explain;

/// <summary>What an evaluation makes of an alert, stage by stage: the same budget, and so the same answer, as where the filter runs.</summary>
static class EvaluationTrace
{
    /// <summary>The outcomes of the stages that the alert reaches.</summary>
    public static IReadOnlyList<StageOutcome> Of(AlertFilter filter, FilterRun run, PreparedAlert alert)
    {
        var outcomes = new List<StageOutcome>();
        run.Enter(alert);
        run.Begin(filter.Variables);
        try
        {
            foreach (var stage in filter.Stages)
            {
                outcomes.Add(Apply(stage, run));
                if (outcomes[^1].Verdict is ExplainedVerdict.No or ExplainedVerdict.Error)
                    return outcomes;
            }

            // What the last stage makes may be more than is sent.
            if (outcomes.TrueForAll(outcome => outcome.Verdict == ExplainedVerdict.Yes) && FindAnnotationFault(run) is { } fault)
                outcomes[^1] = new(ExplainedVerdict.Error, fault);
            return outcomes;
        }
        finally
        {
            run.End();
        }
    }

    /// <summary>Applies a stage; the document of the run is what comes out of it, where the alert goes on.</summary>
    public static StageOutcome Apply(Stage stage, FilterRun run)
    {
        try
        {
            var document = run.Document;
            var truth = stage.Apply(run, ref document);
            if (truth != Truth.False)
                run.Document = document;
            return new(ConditionExplainer.Verdict(truth), null);
        }
        catch (Exception fault) when (fault is FilterEvaluationException or BsonFormatException)
        {
            return new(ExplainedVerdict.Error, fault.Message);
        }
        catch (UnknownValueException)
        {
            return new(ExplainedVerdict.Unknown, null);
        }
    }

    static string? FindAnnotationFault(FilterRun run)
    {
        using var writer = new BsonWriter();
        try
        {
            return AlertFilter.Annotated(run, writer).Error?.TrimEnd('.');
        }
        catch (Exception fault) when (fault is FilterEvaluationException or BsonFormatException)
        {
            return fault.Message;
        }
    }
}

/// <summary>What a stage made of an alert.</summary>
/// <param name="Verdict">Whether the alert went through it.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
readonly record struct StageOutcome(ExplainedVerdict Verdict, string? Error);
