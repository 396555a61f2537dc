using System.Globalization;
using Boom.Cli.Filters;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>What a person is told by <c>boom filter explain</c>.</summary>
internal static class ExplainOutput
{
    const int TextWidth = 46;
    const int MostLetters = 100;

    public static void Write(CliConsole console, ReadyFilter ready, FilterSubject subject, FilterExplanation answer)
    {
        foreach (var warning in ready.Warnings(null))
            console.WriteLine(warning);
        var isSeen = ready.MaySee(subject.ProgramId);
        console.WriteLine($"{ready.Named.Name} on alert {DocumentText.Whole(subject.Candid)} of {subject.ObjectId} ({ready.Survey.Key.ToUpperName()}): "
            + (answer.Passed && isSeen ? "passes" : "does not pass"));
        if (!isSeen)
            console.WriteLine($"  The filter does not see it: it is of programme {DocumentText.Whole(subject.ProgramId)}, and the filter may see {Programs(ready)} (--permissions).");
        if (!subject.IsEnriched)
            console.WriteLine("  It is not enriched yet: properties and scores are missing, and the filter stage waits for them.");
        if (subject.IsHistoryCut)
            console.WriteLine($"  sso_history has the latest {DocumentText.Whole(FilterBesideReader.MostHistory)} alerts of the body, and not all of its year.");
        foreach (var stage in answer.Stages)
            WriteStage(console, stage);
        if (AlertQuestion.Reason(answer) is { } reason)
        {
            console.WriteLine();
            console.WriteLine($"It ends at {reason}");
        }
    }

    static string Programs(ReadyFilter ready) => string.Join(", ", ready.Named.Programs.Select(program => DocumentText.Whole(program)));

    static void WriteStage(CliConsole console, StageExplanation stage)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage.Number}  {stage.Name}{Outcome(stage)}"));
        foreach (var condition in stage.Conditions)
            WriteCondition(console, condition, "     ");
        foreach (var value in stage.Values)
            console.WriteLine($"     {value.Path} = {value.Error ?? Cut(value.Value ?? "")}");
    }

    static string Outcome(StageExplanation stage) => stage.Verdict switch
    {
        ExplainedVerdict.Yes => "",
        ExplainedVerdict.NotReached => "  not reached",
        ExplainedVerdict.Error => $"  ERROR: {stage.Error}",
        ExplainedVerdict.Unknown => "  unknown",
        _ => "  NO",
    };

    static void WriteCondition(CliConsole console, ConditionExplanation condition, string indent)
    {
        var mark = condition.Decided ? "   " : Mark(condition.Verdict);
        var line = $"{indent}{mark} {condition.Text.PadRight(Math.Max(0, TextWidth - indent.Length))}";
        if (condition.Error is { } error)
            line += $"  {error}";
        else if (condition.Found is { } found)
            line += $"  {Cut(found)}";
        if (condition.Needed is { } needed && !condition.Decided)
            line += $"  (needs {needed})";
        if (condition.Decided)
            line += "  not looked at";
        console.WriteLine(line.TrimEnd());
        foreach (var part in condition.Parts)
            WriteCondition(console, part, $"{indent}  ");
    }

    static string Mark(ExplainedVerdict verdict) => verdict switch
    {
        ExplainedVerdict.Yes => "yes",
        ExplainedVerdict.No => "NO ",
        ExplainedVerdict.Error => "ERR",
        _ => "?  ",
    };

    static string Cut(string text) => text.Length <= MostLetters ? text : $"{text[..MostLetters]}…";
}
