using Boom.Core.Bson;
using Boom.Core.Filters.Conditions;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary>A stage while it is compiled.</summary>
readonly record struct StageCall(PipelineCompiler Pipeline, Place Place, ExpressionScope Scope)
{
    public ExpressionCompiler Expressions => Pipeline.Expressions;

    public CompileContext Context => Pipeline.Expressions.Context;
}

/// <summary>Makes a stage.</summary>
delegate Stage StageFactory(StageCall call, in FilterValue argument);

/// <summary>All stages.</summary>
static class StageTable
{
    static readonly Dictionary<string, StageFactory> Known = new(StringComparer.Ordinal)
    {
        ["$match"] = Match,
        ["$project"] = static (call, in argument) => new ProjectionCompiler(call.Expressions, call.Place, call.Scope).Project(argument),
        ["$addFields"] = static (call, in argument) => new ProjectionCompiler(call.Expressions, call.Place, call.Scope).AddFields(argument),
        ["$set"] = static (call, in argument) => new ProjectionCompiler(call.Expressions, call.Place, call.Scope).AddFields(argument),
        ["$unset"] = static (call, in argument) => new ProjectionCompiler(call.Expressions, call.Place, call.Scope).Unset(argument),
        ["$replaceRoot"] = ReplaceRoot,
        ["$replaceWith"] = static (call, in argument) => Replace(call, argument),
        ["$sort"] = Sort,
        ["$limit"] = static (call, in argument) => new LimitStage(call.Place, Whole(call, argument, 1)),
        ["$skip"] = static (call, in argument) => new SkipStage(call.Place, Whole(call, argument, 0)),
        ["$sample"] = Sample,
        ["$count"] = Count,
        ["$unwind"] = UnwindStage.Compile,
        ["$group"] = GroupCompiler.Compile,
        ["$lookup"] = LookupCompiler.Compile,
    };

    /// <summary>Stages that look at one alert, which user filters may have.</summary>
    public static IReadOnlyList<string> PerAlert { get; } =
        ["$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$sort", "$limit"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    public static Stage Compile(string name, in FilterValue argument, StageCall call) => Known[name](call, argument);

    static MatchStage Match(StageCall call, in FilterValue argument)
    {
        if (argument.Type != BsonType.Document)
            throw call.Place.Fault($"it takes an object of conditions, not {Words.Of(argument)}");
        return new(call.Place, new ConditionCompiler(call.Expressions, call.Place, call.Scope).Compile(argument));
    }

    static Stage ReplaceRoot(StageCall call, in FilterValue argument)
    {
        var root = argument.Type == BsonType.Document && Documents.Count(argument) == 1 ? Documents.FindEncoded(argument, "newRoot"u8) : default;
        return root.IsMissing ? throw call.Place.Fault("it takes an object with newRoot alone") : Replace(call, root);
    }

    static ReplaceRootStage Replace(StageCall call, in FilterValue root)
    {
        var stage = new ReplaceRootStage(call.Place, call.Expressions.Compile(root, call.Place, call.Scope));
        call.Context.Shape = InputShape.None;
        return stage;
    }

    static SortStage Sort(StageCall call, in FilterValue argument)
    {
        if (argument.Type != BsonType.Document)
            throw call.Place.Fault("it takes an object of paths with 1 or -1");
        return new(call.Place, SortKeys.Compile(argument, call.Context, call.Place.Fault));
    }

    static SampleStage Sample(StageCall call, in FilterValue argument)
    {
        var size = argument.Type == BsonType.Document && Documents.Count(argument) == 1 ? Documents.FindEncoded(argument, "size"u8) : default;
        return new(call.Place, Whole(call, size, 1));
    }

    static CountStage Count(StageCall call, in FilterValue argument)
    {
        var name = argument.Type == BsonType.String ? System.Text.Encoding.UTF8.GetString(argument.AsUtf8()) : "";
        if (name.Length == 0 || name.StartsWith('$') || name.Contains('.', StringComparison.Ordinal) || name == "_id")
            throw call.Place.Fault("it takes the name of a field, which has no dots, does not begin with $ and is not _id");
        return new(call.Place, call.Context.Plan.Name(name));
    }

    static long Whole(StageCall call, in FilterValue argument, long least)
        => Integers.TryWhole(argument, out var whole) && whole >= least ? whole : throw call.Place.Fault($"it takes a whole number from {least} on");
}
