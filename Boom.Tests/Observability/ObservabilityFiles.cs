using System.Text.Json;
using System.Text.RegularExpressions;

namespace Boom.Tests.Observability;

/// <summary>Dashboards and rules of the repository, and the queries in them.</summary>
static partial class ObservabilityFiles
{
    /// <summary>Folder <c>eng/observability</c>.</summary>
    public static string Folder { get; } = Find();

    /// <summary>File of the alert rules.</summary>
    public static string Rules => Path.Combine(Folder, "prometheus", "rules", "boom.yml");

    /// <summary>Files of the dashboards.</summary>
    public static IReadOnlyList<string> Dashboards => Directory.GetFiles(Path.Combine(Folder, "grafana", "dashboards"), "*.json");

    /// <summary>Every query of every panel, the variables of Grafana filled in.</summary>
    public static IEnumerable<(string Panel, string Query)> PanelQueries()
    {
        foreach (var file in Dashboards)
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
            {
                foreach (var target in panel.GetProperty("targets").EnumerateArray())
                {
                    var query = target.GetProperty("expr").GetString()!
                        .Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$survey", ".*", StringComparison.Ordinal);
                    yield return ($"{Path.GetFileNameWithoutExtension(file)}: {panel.GetProperty("title").GetString()}", query);
                }
            }
        }
    }

    /// <summary>The names of the metrics that a query or a file of rules reads.</summary>
    public static IEnumerable<string> MetricsOf(string text) => Metric().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal);

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Boom.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "eng", "observability");
    }

    [GeneratedRegex(@"\b(?:kafka_consumer|alert_worker|enrichment_worker|filter_worker|scheduler|queue|store|worker|messaging_receive|messaging_publish|disk|health|dotnet_process)_[a-z_]+(?=\s*[{\[)]|\s|$|"")")]
    private static partial Regex Metric();
}
