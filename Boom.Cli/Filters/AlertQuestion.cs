using System.Globalization;
using Boom.Core.Filters;

namespace Boom.Cli.Filters;

/// <summary>Asks a filter why it lets an alert pass or not.</summary>
internal static class AlertQuestion
{
    /// <summary>The answer, stage by stage.</summary>
    /// <exception cref="Boom.Core.Bson.BsonFormatException">The alert document is not BSON.</exception>
    public static FilterExplanation Ask(ReadyFilter filter, in FilterInput input, TimeProvider time, CancellationToken cancellationToken)
    {
        using var run = new FilterRun(time) { Stop = cancellationToken };
        var alert = new PreparedAlert();
        alert.Load(input, filter.Survey.FilterView, filter.Plan);
        return filter.Filter.Explain(run, alert);
    }

    /// <summary>Why an alert does not pass, in a line; null when it does.</summary>
    public static string? Reason(FilterExplanation answer)
    {
        if (answer.Passed)
            return null;
        var stage = answer.Stages.FirstOrDefault(stage => stage.Verdict is ExplainedVerdict.No or ExplainedVerdict.Error or ExplainedVerdict.Unknown);
        var place = stage is null ? "" : string.Create(CultureInfo.InvariantCulture, $"stage {stage.Number} ({stage.Name}): ");
        if (answer.Error is { } error)
            return $"{place}{error}";
        return answer.FirstFailed is { } failed ? $"{place}{Line(failed)}" : $"{place}the alert ends here";
    }

    /// <summary>A condition with what was found and what it would have taken.</summary>
    static string Line(ConditionExplanation condition)
    {
        if (condition.IsAlternative && condition.Parts.Count > 0)
            return $"{condition.Text}: {string.Join("; ", condition.Parts.Select(Line))}";
        if (condition.Parts.FirstOrDefault(part => part.Verdict is ExplainedVerdict.No or ExplainedVerdict.Error) is { } failed)
            return Line(failed);
        var found = condition.Error is { } error ? $", {error}" : condition.Found is { } value ? $", found {value}" : "";
        return $"{condition.Text}{found}{(condition.Needed is { } needed ? $", needs {needed}" : "")}";
    }
}
