using Boom.Enricher;
using System.Text.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>What an audit says beside the account: what does not balance, and what was repaired.</summary>
internal static class AuditOutput
{
    /// <summary>For people: a line each.</summary>
    public static void Write(
        CliConsole console, IReadOnlyList<string> findings, IReadOnlyList<(Survey Survey, ForwardOutcome Outcome)> repaired, long? closed)
    {
        if (closed is { } lost)
            console.WriteLine($"{NightAccount.Count(lost)} played {(lost == 1 ? "packet" : "packets")} that no input can bring back closed in the account (expired).");
        foreach (var finding in findings)
            console.WriteLine(finding);
        foreach (var (survey, (forwarded, queued, deadLettered)) in repaired)
        {
            var line = $"{survey.ToUpperName()}: {Alerts(forwarded)} forwarded to the enricher";
            if (queued > 0)
                line += $", {NightAccount.Count(queued)} in its queue already";
            if (deadLettered > 0)
                line += $", {NightAccount.Count(deadLettered)} left as dead letters ('boom dead-letters replay' tries them again)";
            console.WriteLine(line);
        }
    }

    /// <summary>For programs: members of one JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="findings">What does not balance.</param>
    /// <param name="repaired">Per survey; null when no repair was asked for.</param>
    /// <param name="closed">Packets that no input can bring back, closed; null when none were looked for.</param>
    public static void WriteJson(
        Utf8JsonWriter writer, IReadOnlyList<string> findings, IReadOnlyList<(Survey Survey, ForwardOutcome Outcome)>? repaired, long? closed)
    {
        writer.WriteStartArray("findings");
        foreach (var finding in findings)
            writer.WriteStringValue(finding);
        writer.WriteEndArray();
        if (repaired is null)
            return;
        var sum = repaired.Aggregate(default(ForwardOutcome), (total, survey) => total + survey.Outcome);
        writer.WriteStartObject("repair");
        writer.WriteNumber("forwarded", sum.Forwarded);
        writer.WriteNumber("queued", sum.Queued);
        writer.WriteNumber("deadLettered", sum.DeadLettered);
        if (closed is { } lost)
            writer.WriteNumber("closed", lost);
        writer.WriteEndObject();
    }

    static string Alerts(long count) => $"{NightAccount.Count(count)} {(count == 1 ? "alert" : "alerts")}";
}
