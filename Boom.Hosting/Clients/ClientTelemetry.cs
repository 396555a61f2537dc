using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Boom.Hosting.Clients;

/// <summary>What the clients of servers tell of themselves.</summary>
static class ClientTelemetry
{
    /// <summary>Takes the spans and metrics of a client, where traces and metrics are taken at all.</summary>
    /// <param name="name">Name of its source of spans and of its meter.</param>
    public static void Watch(this IHostApplicationBuilder builder, string name, bool disableTracing, bool disableMetrics)
    {
        if (!disableTracing)
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(name));
        if (!disableMetrics)
            builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(name));
    }
}
