using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Boom.Hosting;
using Boom.Lab.Bench;
using Boom.Lab.Bench.Filters;
using Boom.Lab.Bench.Latency;
using Boom.Lab.Drill;

namespace Boom.Lab;

/// <summary>What <c>boom bench</c> and <c>boom drill</c> answer with <c>--json</c>: one object each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FiniteNumbers)])]
[JsonSerializable(typeof(BenchJson))]
[JsonSerializable(typeof(CatalogFiguresJson))]
[JsonSerializable(typeof(CatalogIngestJson))]
[JsonSerializable(typeof(NetworkFiguresJson))]
[JsonSerializable(typeof(ServicesJson))]
[JsonSerializable(typeof(TelemetryJson))]
[JsonSerializable(typeof(VisitsJson))]
[JsonSerializable(typeof(DrillJson))]
[JsonSerializable(typeof(FiltersJson))]
[JsonSerializable(typeof(LatencyJson))]
internal sealed partial class LabJson : JsonSerializerContext
{
    /// <summary>Writes an answer as one line.</summary>
    public static void Write<T>(TextWriter output, T answer) => JsonOutput.WriteLine(output, answer, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);
}

/// <summary><c>boom bench visits</c>.</summary>
internal sealed record VisitsJson(
    MachineDescription Machine, int VisitCount, int AlertsPerVisit, double CadenceSeconds, IEnumerable<VisitJson> Visits, long Published, long Accounted,
    long DeadLettered, long Lost, long PeakResidentBytes, long PeakOwnBytes, double CpuSeconds, double Seconds);

/// <summary>A visit of it.</summary>
internal sealed record VisitJson(double ReleasedAfterSeconds, long LargestBacklog, double? StoredAfterSeconds);

/// <summary><c>boom bench ingest</c>.</summary>
internal sealed record BenchJson(MachineDescription Machine, string Survey, int Alerts, IEnumerable<BenchSectionJson> Sections);

/// <summary>A section of it.</summary>
internal sealed record BenchSectionJson(
    string Section, string Title, double AlertsPerSecondMin, double AlertsPerSecondMedian, double AlertsPerSecondMax, double? GoalAlertsPerSecond,
    double CpuMillisecondsPerAlert, double AllocatedBytesPerAlert, double PeakResidentBytes, long? GoalResidentBytes, string Reference)
{
    public static BenchSectionJson Of(BenchSection section)
    {
        var rate = section.Spread(round => round.AlertsPerSecond);
        return new(
            section.Key, section.Title, rate.Min, rate.Median, rate.Max, section.GoalPerSecond, section.Spread(round => round.CpuMillisecondsPerAlert).Median,
            section.Spread(round => round.AllocatedBytesPerAlert).Median, section.Spread(round => round.PeakResidentBytes).Max, section.GoalResidentBytes,
            section.Reference);
    }
}

/// <summary><c>boom bench ingest --section enrich</c>.</summary>
internal sealed record NetworkFiguresJson(
    MachineDescription Machine, int Alerts, IEnumerable<string> Networks, IEnumerable<BenchSectionJson> Sections, IEnumerable<RateRatioJson> Ratios);

/// <summary><c>boom bench catalog</c>.</summary>
internal sealed record CatalogFiguresJson(MachineDescription Machine, int Rows, IEnumerable<CatalogFigureJson> Figures);

/// <summary><c>boom bench ingest --section catalogs</c>.</summary>
internal sealed record CatalogIngestJson(MachineDescription Machine, int Alerts, IEnumerable<BenchSectionJson> Sections, RateRatioJson Ratio, double MatchesPerObject);

/// <summary>A figure of it.</summary>
internal sealed record CatalogFigureJson(string Title, string Unit, double Min, double Median, double Max, double? Goal, bool GoalIsAtMost, string Remark);

/// <summary>A ratio of two rates of the same round.</summary>
internal sealed record RateRatioJson(string Ratio, double Min, double Median, double Max, double Goal, bool GoalIsAtMost);

/// <summary><c>boom bench ingest --profile services</c>.</summary>
internal sealed record ServicesJson(
    MachineDescription Machine, string Profile, string State, double IdleShare, int Alerts, int Consumers, int AlertWorkers, int Enrichers,
    IEnumerable<ServicesSectionJson> Sections);

/// <summary>A section of it.</summary>
internal sealed record ServicesSectionJson(
    string Section, string Title,
    double AlertsPerSecondMin, double AlertsPerSecondMedian, double AlertsPerSecondMax,
    double BarePerSecondMin, double BarePerSecondMedian, double BarePerSecondMax,
    double ShareMin, double ShareMedian, double ShareMax,
    double LongestPauseSecondsMin, double LongestPauseSecondsMedian, double LongestPauseSecondsMax,
    double P50SecondsMin, double P50SecondsMedian, double P50SecondsMax,
    double P99SecondsMin, double P99SecondsMedian, double P99SecondsMax,
    double? GoalAlertsPerSecond, double? GoalShare, bool? ReachesGoal, IEnumerable<ProgramJson> Programs, string Reference);

/// <summary>A program of a section; medians, of memory the largest.</summary>
internal sealed record ProgramJson(
    string Program, double CpuSecondsPerThousand, double AlertsPerBatch, double QueueCallsPerBatch, double QueueCommandsPerAlert, double StoreRequestsPerBatch,
    double PeakResidentBytes);

/// <summary><c>boom bench telemetry</c>.</summary>
internal sealed record TelemetryJson(
    MachineDescription Machine, int Alerts, IEnumerable<PairJson> Pairs, double LostMedian, double ProcessorTimeAddedMedian, double Goal);

/// <summary>Alerts per second without and with telemetry.</summary>
internal sealed record PairJson(double Off, double On);

/// <summary>One run of <c>boom drill</c>.</summary>
internal sealed record DrillJson(
    ulong Seed, long Published, long Expired, long Lost, long Duplicated, long HalfStored, long Passing, long Public, long Messages, double RecoverySeconds, double Seconds, IEnumerable<string> Faults,
    IEnumerable<string> Problems)
{
    public static DrillJson Of(DrillResult result) => new(
        result.Seed, result.Published, result.Expired, result.Lost, result.Duplicated, result.HalfStored, result.Passing, result.Public, result.Sent, Math.Round(result.Recovery.TotalSeconds, 2),
        Math.Round(result.Elapsed.TotalSeconds, 2), result.Faults.Select(fault => fault.ToString()), result.Problems);
}
