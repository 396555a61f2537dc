using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Stages;

/// <summary><c>$replaceRoot</c> and <c>$replaceWith</c>.</summary>
sealed class ReplaceRootStage(Place place, Expression root) : Stage(place)
{
    public Expression Root => root;

    public override Truth Apply(FilterRun run, ref FilterValue document)
    {
        var value = root.Evaluate(run);
        if (value.IsUnknown)
            throw new UnknownValueException();
        document = value.Type == BsonType.Document ? value : throw new FilterEvaluationException($"the document would become {Words.Of(value)}, and it must be an object");
        return Truth.True;
    }
}
