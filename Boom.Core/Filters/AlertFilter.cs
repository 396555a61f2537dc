using Boom.Core.Bson;
using Boom.Core.Filters.Checks;
using Boom.Core.Filters.Explain;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// A user's filter, checked, wrapped and compiled: it looks at one alert at a time, with what it may see of the object's light curves. One instance serves any
/// number of threads, each with a run of its own.
/// </summary>
public sealed class AlertFilter
{
    static readonly FieldName Annotations = new("annotations");

    readonly Stage[] _stages;
    readonly int _variables;

    AlertFilter(Stage[] stages, int variables, WrappedStages wrapped, IReadOnlyList<string> warnings)
    {
        (_stages, _variables, Warnings) = (stages, variables, warnings);
        (NeedsObject, NeedsPartner, NeedsHistory, Watchlist) = (wrapped.NeedsObject, wrapped.NeedsPartner, wrapped.NeedsHistory, wrapped.Watchlist);
    }

    /// <summary>What its author should know, sentences.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether it asks for anything of the object.</summary>
    public bool NeedsObject { get; }

    /// <summary>Whether it asks for light curves of the partner survey.</summary>
    public bool NeedsPartner { get; }

    /// <summary>Whether it asks for earlier alerts of the Solar System object.</summary>
    public bool NeedsHistory { get; }

    /// <summary>The watch list that it is bound to; null for none.</summary>
    public string? Watchlist { get; }

    /// <summary>Its stages with those that were added, in order: the number that its author counts, and the name.</summary>
    public IReadOnlyList<(int Number, string Name)> StageList => Array.ConvertAll(_stages, stage => (stage.Place.Stage, stage.Place.StageName));

    internal IReadOnlyList<Stage> Stages => _stages;

    internal int Variables => _variables;

    /// <summary>Checks and compiles a pipeline.</summary>
    /// <param name="pipeline">JSON text, an array of stages; comments and trailing commas are allowed. Integers are int64, numbers with point or exponent double.</param>
    /// <param name="view">What filters see of the survey's alerts.</param>
    /// <param name="rights">What this one may see.</param>
    /// <param name="plan">Shared by all filters of the survey.</param>
    /// <exception cref="FilterException">It cannot be used; the message says where and why.</exception>
    public static AlertFilter Compile(string pipeline, FilterView view, FilterRights rights, FilterPlan plan)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rights);
        ArgumentNullException.ThrowIfNull(plan);
        var stages = PipelineJson.Stages(pipeline, new(Int32WhereFits: false, Extended: false));
        var context = new CompileContext(plan)
        {
            Shape = InputShape.Whole.Only([.. view.Fields, "_id"]),
        };
        var wrapped = new WrappedStages(view, rights, context, stages);
        var compiled = wrapped.Compile(new PipelineCompiler(context, StageTable.PerAlert));
        // Stages that are not of the language are named before rules that they would break as well.
        IReadOnlyList<string> warnings = [.. PipelineCheck.Run(stages), .. RepeatedNames.In(stages)];
        return new(compiled, context.Variables, wrapped, warnings);
    }

    /// <summary>Evaluates the filter on one alert. Errors in the data are an answer, not an exception.</summary>
    /// <param name="run">The thread's memory.</param>
    /// <param name="alert">The alert, loaded with the plan of this filter, after this filter was compiled.</param>
    /// <param name="annotations">Where annotations are written; null when they are not wanted.</param>
    public FilterAnswer Evaluate(FilterRun run, PreparedAlert alert, BsonWriter? annotations = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(alert);
        run.Enter(alert);
        run.Begin(_variables);
        try
        {
            for (var i = 0; i < _stages.Length; i++)
            {
                if (Step(run, i) != Truth.True)
                    return new() { EndedAt = i + 1 };
            }

            return annotations is null ? new(true) : Annotated(run, annotations);
        }
        catch (Exception fault) when (fault is FilterEvaluationException or BsonFormatException)
        {
            return new(false, default, Sentence(run, fault)) { EndedAt = run.Stage + 1 };
        }
        catch (UnknownValueException)
        {
            return FilterAnswer.No;
        }
        finally
        {
            run.End();
        }
    }

    /// <summary>
    /// Whether the filter passes an alert of which some values are unknown (<see cref="PreparedAlert.Load"/>): false only when it passes with none of them,
    /// true only when it passes with all.
    /// </summary>
    public Truth CouldPass(FilterRun run, PreparedAlert alert)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(alert);
        run.Enter(alert);
        run.Begin(_variables);
        try
        {
            var answer = Truth.True;
            for (var i = 0; i < _stages.Length; i++)
            {
                var truth = Step(run, i);
                if (truth == Truth.False)
                    return truth;
                if (truth == Truth.Unknown)
                    answer = truth;
            }

            return answer == Truth.True && run.HasDoubts ? Truth.Unknown : answer;
        }
        catch (Exception fault) when (fault is FilterEvaluationException or UnknownValueException or BsonFormatException)
        {
            // Whether the error is met may depend on what is unknown.
            return Truth.Unknown;
        }
        finally
        {
            run.End();
        }
    }

    /// <summary>Evaluates the filter on one alert and says why it passed or not.</summary>
    public FilterExplanation Explain(FilterRun run, PreparedAlert alert)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(alert);
        return FilterExplainer.Explain(this, run, alert);
    }

    /// <summary>The whole document that comes out; null when the alert does not pass.</summary>
    /// <exception cref="FilterEvaluationException">The data do not fit an operator, or the budget is used up.</exception>
    internal byte[]? Output(FilterRun run, PreparedAlert alert)
    {
        run.Enter(alert);
        run.Begin(_variables);
        try
        {
            for (var i = 0; i < _stages.Length; i++)
            {
                if (Step(run, i) != Truth.True)
                    return null;
            }

            using var writer = new BsonWriter();
            return ValueBson.Root(writer, run.Document).ToArray();
        }
        finally
        {
            run.End();
        }
    }

    Truth Step(FilterRun run, int stage)
    {
        run.Stage = stage;
        var document = run.Document;
        var truth = _stages[stage].Apply(run, ref document);
        run.Document = document;
        return truth;
    }

    /// <summary>The answer of a filter that lets an alert pass.</summary>
    internal static FilterAnswer Annotated(FilterRun run, BsonWriter writer)
    {
        var annotations = Documents.Find(run.Document, Annotations);
        if (annotations.Type != BsonType.Document || Documents.Count(annotations) == 0)
            return new(true);
        var bytes = ValueBson.Root(writer, annotations);
        return bytes.Length <= FilterLimits.AnnotationBytes
            ? new(true, bytes)
            : new(false, default, $"The annotations have {bytes.Length} bytes; {FilterLimits.AnnotationBytes} are allowed.");
    }

    string Sentence(FilterRun run, Exception fault)
    {
        var place = _stages[Math.Min(run.Stage, _stages.Length - 1)].Place;
        return $"Stage {place.Stage} ({place.StageName}): {fault.Message.TrimEnd('.')}.";
    }
}
