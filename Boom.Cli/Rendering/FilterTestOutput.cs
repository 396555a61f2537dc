using Boom.Cli.Filters;
using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>What a person is told at the end of <c>boom filter test</c>.</summary>
internal static class FilterTestOutput
{
    public static void Write(CliConsole console, ReadyFilter ready, TrialSelection selection, TrialAccount account, bool isStopped, SelectionSize whole)
    {
        foreach (var warning in ready.Warnings(AlertsOf(selection, isStopped)))
            console.WriteLine(warning);
        console.WriteLine(
            $"{ready.Named.Name} on {selection.Name} of {ready.Survey.Key.ToUpperName()}{(isStopped ? ", stopped before its end" : "")}");
        console.WriteLine($"  looked at {TotalAccount.Count(account.LookedAt)} of {(whole.IsWhole ? "" : "more than ")}{TotalAccount.Count(isStopped ? whole.Alerts : account.Read)} alerts{Others(account)}");
        if (account is { LookedAt: > 0, Stages.Count: > 0 })
            console.WriteLine($"  left after {string.Join(", ", account.Stages.Select(stage => $"stage {stage.Number} ({stage.Name}) {TotalAccount.Count(stage.Left)}"))}");
        console.WriteLine($"  pass {TotalAccount.Count(account.Passed)}{(account.LookedAt > 0 ? $", {NumberText.Short(account.Percent, 2)} %" : "")}");
        if (account.LookedAt > 0)
            console.WriteLine($"  {NumberText.Fixed(account.MicrosecondsPerAlert, account.MicrosecondsPerAlert < 10 ? 2 : 0)} µs an alert");
        if (account.Slow is { } slow)
            console.WriteLine($"  TOO SLOW: {slow}");
        foreach (var error in account.Errors)
            console.WriteLine($"  ERROR on {TotalAccount.Count(error.Alerts)}: {error.Sentence} First: {string.Join(", ", error.Candids.Select(DocumentText.Whole))}");
        if (account.IsMostlyWrong)
            console.WriteLine("  MOSTLY WRONG: it goes wrong on more than half of the alerts, and would not become active.");
        if (account.HistoriesCut > 0)
            console.WriteLine($"  {CutHistories(account)}");
        if (account.Passers.Count == 0)
            return;
        console.WriteLine();
        WriteTable(
            console, account.Passers, ["candid>", "object", "date (UTC)"],
            passer => [DocumentText.Whole(passer.Candid), passer.ObjectId, CalendarText.Minute(passer.Jd)], passer => passer.Annotations);
        if (account.Passed > account.Passers.Count && account.Passers.Count > 0)
            console.WriteLine($"  … and {TotalAccount.Count(account.Passed - account.Passers.Count)} more (--limit)");
    }

    /// <summary>What warnings call the alerts that were looked at.</summary>
    public static string AlertsOf(TrialSelection selection, bool isStopped) => isStopped ? $"those looked at of {selection.Name}" : selection.Name;

    /// <summary>What is said of bodies that have more alerts than are read.</summary>
    public static string CutHistories(TrialAccount account) =>
        $"sso_history of {TotalAccount.Count(account.HistoriesCut)} alerts has the latest {TotalAccount.Count(FilterBesideReader.MostHistory)} of the body, and not all of its year";

    /// <summary>A table of what passed, with a column for each annotation.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="passers">The rows.</param>
    /// <param name="headings">Of the first columns.</param>
    /// <param name="cells">The first columns of a row.</param>
    /// <param name="annotations">The annotations of a row, BSON.</param>
    public static void WriteTable<T>(
        CliConsole console, IReadOnlyList<T> passers, string[] headings, Func<T, string[]> cells, Func<T, ReadOnlyMemory<byte>> annotations)
    {
        var fields = passers.Select(passer => AnnotationText.Fields(annotations(passer))).ToList();
        var columns = fields.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).ToList();
        var table = new TextTable([.. headings, .. columns]);
        for (var i = 0; i < passers.Count; i++)
            table.Add([.. cells(passers[i]), .. columns.Select(column => fields[i].GetValueOrDefault(column, ""))]);
        table.WriteTo(console.Out, "  ");
    }

    static string Others(TrialAccount account)
    {
        var parts = new List<string>();
        if (account.NotPermitted > 0)
            parts.Add($"{TotalAccount.Count(account.NotPermitted)} of programmes that it may not see (--permissions)");
        if (account.NotEnriched > 0)
            parts.Add($"{TotalAccount.Count(account.NotEnriched)} not enriched yet");
        return parts.Count > 0 ? $"; {string.Join(", ", parts)}" : "";
    }
}
