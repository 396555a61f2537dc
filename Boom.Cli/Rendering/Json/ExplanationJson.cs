using System.Globalization;
using System.Text.Json;
using Boom.Cli.Filters;
using Boom.Core.Filters;
using Boom.Core.Surveys;

namespace Boom.Cli.Rendering.Json;

/// <summary><c>boom filter explain</c>; <c>reason</c> is what ends an alert that does not pass, in a line.</summary>
internal sealed record ExplanationJson(
    string Filter, string Survey, long Candid, string CandidText, string ObjectId, bool Passes, bool MaySee, bool Enriched, string? Error, string? Reason,
    ConditionJson? FirstFailed, IEnumerable<StageJson> Stages, IEnumerable<string> Warnings)
{
    public static ExplanationJson Of(ReadyFilter ready, FilterSubject subject, FilterExplanation answer) => new(
        ready.Named.Name, ready.Survey.Key.ToUpperName(), subject.Candid, subject.Candid.ToString(CultureInfo.InvariantCulture), subject.ObjectId,
        answer.Passed && ready.MaySee(subject.ProgramId), ready.MaySee(subject.ProgramId), subject.IsEnriched, answer.Error, AlertQuestion.Reason(answer),
        answer.FirstFailed is { } failed ? ConditionJson.Of(failed) : null, answer.Stages.Select(StageJson.Of), ready.Warnings(null));
}

/// <summary>A stage; its verdict is <c>yes</c>, <c>no</c>, <c>unknown</c>, <c>error</c> or <c>notReached</c>.</summary>
internal sealed record StageJson(int Number, string Name, string Verdict, string? Error, IEnumerable<ConditionJson> Conditions, IEnumerable<ValueExplanation> Values)
{
    public static StageJson Of(StageExplanation stage) => new(
        stage.Number, stage.Name, VerdictText(stage.Verdict), stage.Error, stage.Conditions.Select(ConditionJson.Of), stage.Values);

    public static string VerdictText(ExplainedVerdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());
}

/// <summary>A condition; <c>decided</c> says that the filter does not look at it, <c>isAlternative</c> that one of its parts would be enough.</summary>
internal sealed record ConditionJson(
    string Text, string Verdict, string? Found, string? Needed, string? Error, bool Decided, bool IsAlternative, IEnumerable<ConditionJson> Parts)
{
    public static ConditionJson Of(ConditionExplanation condition) => new(
        condition.Text, StageJson.VerdictText(condition.Verdict), condition.Found, condition.Needed, condition.Error, condition.Decided, condition.IsAlternative,
        condition.Parts.Select(Of));
}

/// <summary><c>boom filter check</c>.</summary>
internal sealed record CheckedFilterJson(string Filter, string Survey, int Right, int Wrong, IEnumerable<CheckedCaseJson> Cases)
{
    public static CheckedFilterJson Of(ReadyFilter ready, IReadOnlyCollection<CaseVerdict> verdicts) => new(
        ready.Named.Name, ready.Survey.Key.ToUpperName(), verdicts.Count(verdict => verdict.Fault is null), verdicts.Count(verdict => verdict.Fault is not null),
        verdicts.Select(verdict => new CheckedCaseJson(verdict.Case.Name, verdict.Case.Passes, verdict.Passes, verdict.Reason, verdict.Fault)));
}

/// <summary>A case; <c>fault</c> is there when it is wrong.</summary>
internal sealed record CheckedCaseJson(string Name, bool MustPass, bool Passes, string? Reason, string? Fault);
