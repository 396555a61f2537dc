namespace Boom.Core.Filters;

/// <summary>Why a filter passed an alert or not, stage by stage.</summary>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Error">What went wrong, a sentence; null when nothing did.</param>
/// <param name="Stages">All stages, in order; those behind the one that ended the alert are not reached.</param>
public sealed record FilterExplanation(bool Passed, string? Error, IReadOnlyList<StageExplanation> Stages)
{
    /// <summary>The first condition that did not hold, at its innermost; null when the alert passed or no condition ended it.</summary>
    public ConditionExplanation? FirstFailed
        => Stages.FirstOrDefault(stage => stage.Verdict == ExplainedVerdict.No) is { } stage ? Innermost(stage.Conditions) : null;

    static ConditionExplanation? Innermost(IReadOnlyList<ConditionExplanation> conditions)
    {
        var failed = conditions.FirstOrDefault(condition => condition.Verdict is ExplainedVerdict.No or ExplainedVerdict.Error);
        // Of several alternatives none is the one that failed.
        return failed is null || failed.IsAlternative || failed.Parts.Count == 0 ? failed : Innermost(failed.Parts) ?? failed;
    }
}

/// <summary>A stage.</summary>
/// <param name="Number">Its number in the pipeline, from 1; what Boom adds has the number of the stage that it stands before.</param>
/// <param name="Name">Its name, such as <c>$match</c>; <c>object</c>, <c>sso_history</c> and <c>watch list</c> are added by Boom.</param>
/// <param name="Verdict">Whether the alert went through it.</param>
/// <param name="Error">What went wrong in it; null when nothing did.</param>
/// <param name="Conditions">The conditions of a <c>$match</c>, all of which must hold.</param>
/// <param name="Values">What it computed or added.</param>
public sealed record StageExplanation(
    int Number,
    string Name,
    ExplainedVerdict Verdict,
    string? Error,
    IReadOnlyList<ConditionExplanation> Conditions,
    IReadOnlyList<ValueExplanation> Values);

/// <summary>A condition.</summary>
/// <param name="Text">In words and signs, such as <c>candidate.drb &gt; 0.5</c>; cut where it is long.</param>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Found">The value that was found, as JSON, <c>missing</c> for none; null where the parts have the values.</param>
/// <param name="Needed">What it would have taken, where that can be said; null when the condition holds.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
/// <param name="Decided">The answer was settled before it: the filter does not look at it.</param>
/// <param name="IsAlternative">One of its parts would be enough.</param>
/// <param name="Parts">The conditions that it consists of.</param>
public sealed record ConditionExplanation(
    string Text,
    ExplainedVerdict Verdict,
    string? Found,
    string? Needed,
    string? Error,
    bool Decided,
    bool IsAlternative,
    IReadOnlyList<ConditionExplanation> Parts);

/// <summary>A value that a stage computed or added.</summary>
/// <param name="Path">The field.</param>
/// <param name="Value">The value as JSON, <c>missing</c> for none; null when there is an error.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record ValueExplanation(string Path, string? Value, string? Error);

/// <summary>The outcome of a condition or stage.</summary>
public enum ExplainedVerdict
{
    /// <summary>It does not hold, the alert ends here.</summary>
    No,

    /// <summary>It holds, the alert goes on.</summary>
    Yes,

    /// <summary>It depends on what is unknown.</summary>
    Unknown,

    /// <summary>It could not be computed.</summary>
    Error,

    /// <summary>The alert does not get that far.</summary>
    NotReached,
}
