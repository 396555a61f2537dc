using System.Text.Json;
using Xunit;

namespace Boom.Tests.Observability;

public sealed class DashboardTests
{
    public static TheoryData<string> Files => [.. ObservabilityFiles.Dashboards.Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_File_IsNamedAfterItsIdentifier(string file)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ObservabilityFiles.Folder, "grafana", "dashboards", file)));

        Assert.Equal(Path.GetFileNameWithoutExtension(file), dashboard.RootElement.GetProperty("uid").GetString());
    }

    [Fact]
    public void Dashboards_Panels_NameMetrics() =>
        Assert.All(ObservabilityFiles.PanelQueries(), panel => Assert.True(
            panel.Query.StartsWith("count(up", StringComparison.Ordinal) || ObservabilityFiles.MetricsOf(panel.Query).Any(), $"{panel.Panel}: {panel.Query}"));

    [Fact]
    public void ObservabilityPage_EveryMetricOfPanelsAndRules_IsInIt()
    {
        var page = File.ReadAllText(Path.Combine(ObservabilityFiles.Folder, "..", "..", "docs", "observability.md"));
        var names = ObservabilityFiles.PanelQueries().Select(panel => panel.Query).Append(File.ReadAllText(ObservabilityFiles.Rules))
            .SelectMany(ObservabilityFiles.MetricsOf).Where(name => !name.StartsWith("dotnet_", StringComparison.Ordinal)).Distinct();

        Assert.All(names, name => Assert.Contains(ToInstrument(name), page, StringComparison.Ordinal));
    }

    static string ToInstrument(string series)
    {
        var name = series;
        foreach (var suffix in (string[])["_total", "_bucket", "_sum", "_count", "_seconds", "_bytes"])
            name = name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
        return name switch
        {
            "kafka_consumer" => "kafka_consumer.bytes",
            _ => name.Replace('_', '.').Replace("kafka.consumer", "kafka_consumer", StringComparison.Ordinal)
                .Replace("alert.worker", "alert_worker", StringComparison.Ordinal).Replace("enrichment.worker", "enrichment_worker", StringComparison.Ordinal)
                .Replace("filter.worker", "filter_worker", StringComparison.Ordinal).Replace("exposure.to.sent", "exposure_to_sent", StringComparison.Ordinal)
                .Replace("dead.letters", "dead_letters", StringComparison.Ordinal),
        };
    }
}
