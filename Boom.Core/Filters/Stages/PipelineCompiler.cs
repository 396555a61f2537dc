using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Hints;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>Compiles the stages of a pipeline.</summary>
/// <param name="context">What is shared.</param>
/// <param name="allowed">Stages that may be used.</param>
sealed class PipelineCompiler(CompileContext context, IReadOnlyList<string> allowed)
{
    public ExpressionCompiler Expressions { get; } = new(context);

    /// <param name="stages">An encoded array of stages.</param>
    /// <exception cref="FilterException">A stage is not of the language.</exception>
    public Stage[] Stages(in FilterValue stages, ExpressionScope scope)
    {
        var compiled = new List<Stage>();
        if (stages.Type != BsonType.Array)
            throw new FilterException(0, "", "", "A pipeline is an array of stages");
        var walker = new ElementWalker(stages);
        while (walker.Next())
        {
            if (compiled.Count == FilterLimits.Stages)
                throw new FilterException(0, "", "", $"A pipeline has at most {FilterLimits.Stages} stages");
            compiled.Add(Stage(walker.Value, compiled.Count + 1, scope));
        }

        return [.. compiled];
    }

    public Stage Stage(in FilterValue stage, int number, ExpressionScope scope)
    {
        var walker = stage.Type == BsonType.Document ? new ElementWalker(stage) : default;
        if (stage.Type != BsonType.Document || Documents.Count(stage) != 1 || !walker.Next())
            throw new FilterException(number, "?", "", "a stage is an object with one name, such as {\"$match\": {}}");
        var name = Encoding.UTF8.GetString(walker.Name);
        var place = new Place(number, name, "");
        if (!allowed.Contains(name))
            throw place.Fault(Refusal(name));
        return StageTable.Compile(name, walker.Value, new(this, place, scope));
    }

    string Refusal(string name) => $"{StageHints.Of(name, allowed)}; stages are {string.Join(", ", allowed)}";
}
