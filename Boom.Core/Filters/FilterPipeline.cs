using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// A pipeline over plain documents, compiled once; a filter on alerts is a filter of alerts. One instance may serve many threads, each with a run of its own.
/// </summary>
public sealed class FilterPipeline
{
    readonly Stage[] _stages;
    readonly FilterPlan _plan;
    readonly int _variables;
    readonly bool _isSingle;

    FilterPipeline(Stage[] stages, FilterPlan plan, int variables)
        => (_stages, _plan, _variables, _isSingle) = (stages, plan, variables, stages.All(stage => stage.IsSingle));

    internal IReadOnlyList<Stage> Stages => _stages;

    internal int Variables => _variables;

    /// <summary>Compiles a pipeline of any stages that are known.</summary>
    /// <param name="json">A JSON array of stages; comments and trailing commas are allowed.</param>
    /// <param name="plan">Where the paths it asks for are collected.</param>
    /// <param name="int32WhereFits">Integers are int32 where they fit, as drivers send them; else all are int64, as stored filters have them.</param>
    /// <exception cref="FilterException">The text is no pipeline of this language.</exception>
    public static FilterPipeline Parse(string json, FilterPlan plan, bool int32WhereFits = false)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(plan);
        var context = new CompileContext(plan);
        var stages = new PipelineCompiler(context, StageTable.Names).Stages(PipelineJson.Stages(json, new(int32WhereFits, Extended: false)), ExpressionScope.Empty);
        return new(stages, plan, context.Variables);
    }

    /// <summary>Whether a document passes all stages; its index is built anew.</summary>
    /// <exception cref="FilterEvaluationException">The data do not fit an operator, or the budget is used up.</exception>
    /// <exception cref="BsonFormatException">The document is not BSON of the types that Boom reads.</exception>
    public bool Passes(FilterRun run, ReadOnlyMemory<byte> document)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!_isSingle)
            return Run(run, [document.ToArray()]).Count > 0;
        Enter(run, document);
        return PassesEntered(run) == Truth.True;
    }

    /// <summary>All documents that the pipeline makes of some.</summary>
    /// <param name="run">The thread's memory.</param>
    /// <param name="documents">BSON documents.</param>
    /// <param name="collections">What <c>$lookup</c> finds, by the name of the collection.</param>
    /// <exception cref="FilterEvaluationException">The data do not fit an operator, or the budget is used up.</exception>
    public IReadOnlyList<byte[]> Run(FilterRun run, IReadOnlyList<byte[]> documents, Func<string, IReadOnlyList<byte[]>>? collections = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Begin(_variables);
        run.Collections = collections is null ? null : name => [.. collections(name).Select(document => FilterValue.Document(document))];
        try
        {
            List<FilterValue> values = [.. documents.Select(document => FilterValue.Document(document))];
            if (_isSingle && values.Count == 1)
                run.Enter(values[0], _plan.Snapshot);
            else
                run.EnterMany();
            foreach (var stage in _stages)
                stage.ApplyAll(run, values);
            using var writer = new BsonWriter();
            return [.. values.Select(value => ValueBson.Root(writer, value).ToArray())];
        }
        finally
        {
            run.End();
        }
    }

    /// <summary>Makes a document the one that pipelines of this plan look at.</summary>
    internal void Enter(FilterRun run, ReadOnlyMemory<byte> document)
        => run.Enter(FilterValue.Document(document), _plan.Snapshot);

    /// <summary>Runs the stages, one after the other, as far as the document gets.</summary>
    internal Truth PassesEntered(FilterRun run)
    {
        var entered = run.Document;
        run.Begin(_variables);
        try
        {
            var answer = Truth.True;
            var document = entered;
            foreach (var stage in _stages)
            {
                var truth = stage.Apply(run, ref document);
                if (truth == Truth.False)
                    return truth;
                if (truth == Truth.Unknown)
                    answer = truth;
                run.Document = document;
            }

            return answer;
        }
        finally
        {
            run.Document = entered;
            run.End();
        }
    }
}
