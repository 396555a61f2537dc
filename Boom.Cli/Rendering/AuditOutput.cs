using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Hosting.Stages;

namespace Boom.Cli.Rendering;

/// <summary>What an audit says beside the account: what does not balance, and what was repaired.</summary>
internal static class AuditOutput
{
    public static void Write(
        CliConsole console, IReadOnlyList<string> findings, IReadOnlyList<(Survey Survey, ForwardOutcome Outcome)> repaired, long? closed)
    {
        if (closed is { } lost)
            console.WriteLine($"{TotalAccount.Count(lost)} played {(lost == 1 ? "packet" : "packets")} that no input can bring back closed in the account (expired).");
        foreach (var finding in findings)
            console.WriteLine(finding);
        foreach (var (survey, (forwarded, queued, deadLettered)) in repaired)
        {
            var line = $"{survey.ToUpperName()}: {TotalAccount.Count(forwarded)} {(forwarded == 1 ? "alert" : "alerts")} forwarded to the enricher";
            if (queued > 0)
                line += $", {TotalAccount.Count(queued)} in its queue already";
            if (deadLettered > 0)
                line += $", {TotalAccount.Count(deadLettered)} left as dead letters ('boom dead-letters replay' tries them again)";
            console.WriteLine(line);
        }
    }
}
