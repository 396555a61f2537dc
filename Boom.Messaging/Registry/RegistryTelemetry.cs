using System.Diagnostics.Metrics;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Messaging.Registry;

/// <summary>Counts and times what is asked of those who know schemas.</summary>
static class RegistryTelemetry
{
    internal const string MeterName = "Boom.Registry";

    static readonly string[] Outcomes = [.. Enum.GetValues<SourceOutcome>().Select(NameOf)];

    static readonly Meter Instruments = new(MeterName);

    static readonly Counter<long> LookUps = Instruments.CreateCounter<long>(
        "registry.lookups", "{lookup}", "Schemas asked for that were not in memory, by source and outcome.");

    static readonly Histogram<double> Seconds = Instruments.CreateHistogram(
        "registry.lookup.duration", "s", "Time until a source has answered.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });

    static readonly Counter<long> TurnedAway = Instruments.CreateCounter<long>(
        "registry.refused", "{packet}", "Packets whose number can be no schema, or one of too many that nobody knows.");

    /// <summary>Sets the counters of a source to zero, lest its first fault be missed by whoever looks at increases.</summary>
    public static void Begin(Survey survey, string source)
    {
        foreach (var outcome in Outcomes)
            LookUps.Add(0, new KeyValuePair<string, object?>("survey", survey.ToUpperName()), new("source", source), new("outcome", outcome));
    }

    public static void Answered(Survey survey, string source, SourceOutcome outcome, TimeSpan duration)
    {
        var name = new KeyValuePair<string, object?>("survey", survey.ToUpperName());
        LookUps.Add(1, name, new("source", source), new("outcome", NameOf(outcome)));
        Seconds.Record(duration.TotalSeconds, name, new("source", source));
    }

    public static void Refused(Survey survey) => TurnedAway.Add(1, new KeyValuePair<string, object?>("survey", survey.ToUpperName()));

    static string NameOf(SourceOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
