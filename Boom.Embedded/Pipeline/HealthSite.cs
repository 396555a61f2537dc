using System.Globalization;
using System.Net;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting.Clients;
using Boom.Messaging.Kafka;
using Boom.Messaging.Queues;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Pipeline;

/// <summary><c>/health</c>, <c>/alive</c> and <c>/metrics</c> of a run, for this machine alone.</summary>
public sealed class HealthSite : IAsyncDisposable
{
    readonly WebApplication _app;

    HealthSite(WebApplication app, int port) => (_app, Port) = (app, port);

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Opens it.</summary>
    /// <param name="host">The pipeline, its servers running.</param>
    /// <param name="surveys">Its surveys.</param>
    /// <param name="choice">The port.</param>
    /// <param name="settings">Goes before the environment.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port cannot be had.</exception>
    public static async Task<HealthSite> OpenAsync(
        PipelineHost host, IReadOnlyList<Survey> surveys, PortChoice choice, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "boom" });
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(settings);
        var port = choice.Resolve(IPAddress.Loopback);
        builder.Configuration["Http:Port"] = port.ToString(CultureInfo.InvariantCulture);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services
            .AddSingleton<IHostLifetime, SilentLifetime>()
            .AddSingleton(host.Time)
            .AddSingleton(host.Pulses)
            .AddSingleton(host.Loggers)
            .AddSingleton(host.Alerts)
            .AddSingleton<Func<string, ILeasedQueue>>(name => new ValkeyQueue(host.Stack.Valkey, name, host.Time))
            .AddSingleton(_ => new KafkaAdmin(host.Stack.BootstrapServers, host.Stack.Security));
        builder.AddBoomEndpoints("boom").AddSpanEvents();
        builder.WatchQueues(surveys.SelectMany(survey => new[] { QueueNames.Packets(survey), QueueNames.Enrichment(survey) }));
        builder.AddRunChecks(host.Stack.Valkey, host.Stack.Store.Alerts, host.Stack.Folder.Path);
        var app = builder.Build();
        try
        {
            app.MapDefaultEndpoints();
            await app.StartAsync(cancellationToken);
            var site = new HealthSite(app, PortOf(app));
            app.Services.GetRequiredService<ILogger<HealthSite>>().LogInformation(
                "Health and metrics: http://localhost:{Port}/health, /alive, /metrics", site.Port);
            return site;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync();
        }
        finally
        {
            await _app.DisposeAsync();
        }
    }

    static int PortOf(WebApplication app) => int.Parse(app.Urls.First()[(app.Urls.First().LastIndexOf(':') + 1)..].TrimEnd('/'), CultureInfo.InvariantCulture);
}
