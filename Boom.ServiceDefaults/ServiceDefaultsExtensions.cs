using System.Net;
using Boom.Core.Telemetry;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Logging;
using Boom.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults;

/// <summary>What every program has: health, metrics, logs, an HTTP port for them, and time to end in order.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Tag of the checks that only a restart would mend.</summary>
    public const string LiveTag = "live";

    /// <summary>Adds them.</summary>
    /// <exception cref="ConfigurationFaultException">The port is none, or what is to be told is not understood.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string name)
    {
        builder.AddBoomLogging();
        ListenForHealth(builder);
        return builder.AddBoomEndpoints(name);
    }

    /// <summary>Adds them but for logs and port, which the program has of its own.</summary>
    /// <exception cref="ConfigurationFaultException">What is to be told is not understood.</exception>
    public static WebApplicationBuilder AddBoomEndpoints(this WebApplicationBuilder builder, string name)
    {
        // Side by side: each may have to wait for the call that it has under way.
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (TimeSpan.FromSeconds(25), true));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<StagePulses>();
        builder.AddBoomTelemetry(name);
        builder.Services.AddHealthChecks()
            .AddCheck<StagesHealthCheck>("stages")
            .AddCheck<WorkersHealthCheck>("workers", tags: [LiveTag]);
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthWatch>();
        builder.Services.Configure<HealthCheckPublisherOptions>(watch => (watch.Delay, watch.Period) = (HealthWatch.FirstLook, HealthWatch.Period));
        return builder;
    }

    /// <summary>Maps <c>/health</c> (everything the program needs), <c>/alive</c> (what only a restart mends) and <c>/metrics</c>.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync });
        app.MapHealthChecks(
            "/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag), ResponseWriter = HealthReportWriter.WriteAsync });
        app.MapPrometheusScrapingEndpoint();
        return app;
    }

    /// <summary>Where an orchestrator says nothing of addresses, one port of all interfaces.</summary>
    static void ListenForHealth(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration["urls"] is { Length: > 0 } || configuration["http_ports"] is { Length: > 0 })
            return;
        var port = PortChoice.Read(configuration).Resolve(IPAddress.Any);
        configuration[PortChoice.Key] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(port));
    }
}
