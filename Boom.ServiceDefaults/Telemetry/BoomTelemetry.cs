using System.Reflection;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>Metrics for whoever scrapes them; metrics, logs and traces for a collector, when there is one.</summary>
public static class BoomTelemetry
{
    /// <summary>Environment variable with the address of the collector.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL";

    internal const string TimeoutKey = "OTEL_EXPORTER_OTLP_TIMEOUT";

    // What is left is sent when a program ends, metrics, lines and spans one after the other: a collector that does not answer must not hold up the end
    // for the 10 s each that are the SDK's default.
    const string Timeout = "2000";

    // The SDK passes over what it cannot read, and sends once a minute.
    static readonly string[] IntervalKeys = ["OTEL_BSP_SCHEDULE_DELAY", "OTEL_METRIC_EXPORT_INTERVAL", TimeoutKey];

    /// <summary>Sets telemetry up. The usual variables of OpenTelemetry (<c>OTEL_…</c>) have the last word.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="name">Its name unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    /// <exception cref="ConfigurationFaultException">The address of the collector is none, or an option is wrong.</exception>
    public static void AddBoomTelemetry(this IHostApplicationBuilder builder, string name)
    {
        var options = Read(builder.Configuration);
        builder.Services.AddSingleton<IHostedService>(provider => new Heartbeat(
            provider.GetRequiredService<Core.Telemetry.StagePulses>(),
            options.Heartbeat,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Heartbeat>>()));
        builder.Services.AddSingleton<IHostedService>(provider => new PulseTelemetry(provider.GetRequiredService<Core.Telemetry.StagePulses>()));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, name, builder.Configuration, builder.Environment.EnvironmentName))
            .WithMetrics(metrics => metrics
                .AddMeter("Boom.*", "boom-*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http")
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());
        if (!HasCollector(builder.Configuration))
            return;
        LimitTimeout(builder.Configuration);

        telemetry.WithTracing(tracing => tracing
            .AddSource("Boom.*")
            .SetSampler(new ParentBasedSampler(new BatchSampler(options.TraceRatio))));
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        telemetry.UseOtlpExporter();
        var collector = new Uri(builder.Configuration[EndpointKey]!);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "collector", provider => new CollectorHealthCheck(collector, provider.GetRequiredService<TimeProvider>()), failureStatus: null, tags: null));
    }

    /// <summary>Limits how long a collector is waited for, unless the configuration says so itself.</summary>
    internal static void LimitTimeout(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[TimeoutKey]))
            configuration[TimeoutKey] = Timeout;
    }

    /// <summary>The options of the section <c>Telemetry</c>.</summary>
    /// <exception cref="ConfigurationFaultException">One of them is wrong.</exception>
    public static TelemetryOptions Read(IConfiguration configuration) => OptionsSection.Read<TelemetryOptions>(configuration, TelemetryOptions.Section);

    /// <summary>Whether there is a collector to send to.</summary>
    /// <exception cref="ConfigurationFaultException">A setting of it is wrong.</exception>
    public static bool HasCollector(IConfiguration configuration)
    {
        if (configuration[EndpointKey] is not { } address || string.IsNullOrWhiteSpace(address))
            return false;

        // What is wrong may hold a key; it is not repeated.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ConfigurationFaultException($"{EndpointKey} is no address of a collector: give e.g. http://localhost:4317.");
        if (configuration[ProtocolKey] is { Length: > 0 } protocol && protocol is not ("grpc" or "http/protobuf"))
            throw new ConfigurationFaultException($"{ProtocolKey} is {protocol}; give grpc or http/protobuf.");
        foreach (var key in IntervalKeys)
        {
            if (configuration[key] is { Length: > 0 } text && (!int.TryParse(text, out var milliseconds) || milliseconds < 1))
                throw new ConfigurationFaultException($"{key} is {text}; give milliseconds, 1 or more.");
        }

        return true;
    }

    internal static void Describe(ResourceBuilder resource, string name, IConfiguration configuration, string environment) => resource
        .AddService(name, serviceNamespace: "boom", serviceVersion: Version(), autoGenerateServiceInstanceId: false, serviceInstanceId: InstanceOf(configuration))
        .AddAttributes([new("deployment.environment.name", environment.ToLowerInvariant())])
        .AddEnvironmentVariableDetector();

    // Programs side by side on one machine are told apart, and each has the same name at every start, unless its port is another each time.
    static string InstanceOf(IConfiguration configuration) => configuration[PortChoice.Key] is "0"
        ? FormattableString.Invariant($"{Environment.MachineName}:process-{Environment.ProcessId}")
        : $"{Environment.MachineName}:{configuration[PortChoice.Key] ?? PortChoice.Default.ToString()}";

    static string Version() => typeof(BoomTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
