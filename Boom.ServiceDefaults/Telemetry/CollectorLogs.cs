using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>Lines of the log for a collector.</summary>
public static class CollectorLogs
{
    /// <summary>Sends what a program logs in a way of its own to the collector, when there is one.</summary>
    /// <param name="logging">The log.</param>
    /// <param name="configuration">Configuration of the program.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigurationFaultException">A setting of the collector is wrong.</exception>
    public static void AddCollector(this ILoggingBuilder logging, IConfiguration configuration, string name)
    {
        if (!BoomTelemetry.HasCollector(configuration))
            return;
        BoomTelemetry.LimitTimeout(configuration);
        logging.AddOpenTelemetry(lines =>
        {
            var resource = ResourceBuilder.CreateDefault();
            BoomTelemetry.Describe(resource, name, configuration, "production");
            lines.SetResourceBuilder(resource);
            lines.IncludeFormattedMessage = true;
            lines.IncludeScopes = true;
            lines.AddOtlpExporter(exporter => exporter.TimeoutMilliseconds = configuration.GetValue(BoomTelemetry.TimeoutKey, exporter.TimeoutMilliseconds));
        });
    }
}
