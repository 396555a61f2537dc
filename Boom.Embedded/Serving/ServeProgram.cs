using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Boom.Core.Resilience;
using Boom.Embedded.Pipeline;
using Boom.Hosting.Clients;
using Boom.Messaging.Archives;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using StackExchange.Redis;

namespace Boom.Embedded.Serving;

/// <summary>The program behind <c>boom serve</c>: the servers, <c>/health</c>, <c>/alive</c> and <c>/metrics</c>, and <c>POST /plays</c>; for this machine alone.</summary>
public sealed class ServeProgram : IAsyncDisposable
{
    static readonly TimeSpan ReportPause = TimeSpan.FromMilliseconds(500);

    readonly WebApplication _app;

    ServeProgram(WebApplication app, ServedServers servers) => (_app, Servers) = (app, servers);

    /// <summary>The servers.</summary>
    public ServedServers Servers { get; }

    /// <summary>Address of health, metrics and plays.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Starts servers and site.</summary>
    /// <param name="settings">What to serve.</param>
    /// <param name="namedStore">Connection string <c>alertdb</c> of the environment; null for none.</param>
    /// <param name="port">Port of the site; null for what the environment says, else the default.</param>
    /// <param name="time">Clock.</param>
    /// <param name="warn">Hears what a person should know.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    /// <exception cref="StackException">A port is taken.</exception>
    /// <exception cref="PermanentFaultException">The store cannot be used.</exception>
    public static async Task<ServeProgram> StartAsync(
        ServeSettings settings, string? namedStore, PortChoice? port, TimeProvider time, Action<string> warn, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddBoomLogging();

        // The variables alone are written to standard output.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        Listen(builder, port);
        builder.AddBoomEndpoints("boom-serve");
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>().AddSingleton(time);
        ServedServers? servers = null;
        AddChecks(builder, settings, () => servers ?? throw new TransientFaultException("The servers are starting."));
        var app = builder.Build();
        try
        {
            servers = await ServedServers.StartAsync(
                settings, namedStore, time, app.Services.GetRequiredService<ILoggerFactory>(), warn, cancellationToken);
            app.MapDefaultEndpoints();
            app.MapPost("/plays", context => PlayAsync(context, servers, time, app.Lifetime.ApplicationStopping));
            await app.StartAsync(cancellationToken);
            return new ServeProgram(app, servers);
        }
        catch (Exception fault) when (fault is IOException or SocketException && fault.GetBaseException() is SocketException)
        {
            await EndAsync(app, servers);
            throw new StackException($"The port for health, metrics and plays cannot be used ({fault.GetBaseException().Message}): give another with --http-port.", fault);
        }
        catch
        {
            await EndAsync(app, servers);
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
            await EndAsync(_app, Servers);
        }
    }

    static async ValueTask EndAsync(WebApplication app, ServedServers? servers)
    {
        if (servers is not null)
            await servers.DisposeAsync();
        await app.DisposeAsync();
    }

    // An orchestrator gives addresses of its own.
    static void Listen(WebApplicationBuilder builder, PortChoice? port)
    {
        if (port is null && (builder.Configuration["urls"] is { Length: > 0 } || builder.Configuration["http_ports"] is { Length: > 0 }))
            return;
        var chosen = (port ?? PortChoice.Read(builder.Configuration)).Resolve(IPAddress.Loopback);
        builder.Configuration[PortChoice.Key] = chosen.ToString(CultureInfo.InvariantCulture);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, chosen));
    }

    static void AddChecks(WebApplicationBuilder builder, ServeSettings settings, Func<ServedServers> servers)
    {
        var (kafka, valkey) = (settings.Parts.Contains(ServeSettings.Kafka), settings.Parts.Contains(ServeSettings.Valkey));
        if (kafka)
        {
            builder.Services.AddSingleton(_ => new KafkaAdmin(servers().Kafka!));
            builder.AddServerCheck("plays", null, (_, _) => servers().Failed is { IsFaulted: true } failed ? failed : Task.CompletedTask);
        }

        if (valkey)
            builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(servers().Valkey!));
        builder.AddRunChecks(
            kafka,
            valkey ? provider => provider.GetRequiredService<IConnectionMultiplexer>() : null,
            kafka || settings.Parts.Contains(ServeSettings.AlertDb) ? _ => servers().Store!.Alerts : null,
            Path.GetFullPath(settings.DataFolder));
    }

    /// <summary>Publishes what is asked for, and tells how far it is, a line of JSON each. Who hangs up ends the play.</summary>
    static async Task PlayAsync(HttpContext context, ServedServers servers, TimeProvider time, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (await ReadAsync(context, ending.Token) is not { } request)
            return;
        long published = 0;
        var play = servers.PlayAsync(request, count => Volatile.Write(ref published, count), ending.Token);
        context.Response.ContentType = "application/x-ndjson";
        try
        {
            while (await Task.WhenAny(play, Task.Delay(ReportPause, time, ending.Token)) != play && !ending.IsCancellationRequested)
                await WriteAsync(context, new PlayReport(Volatile.Read(ref published), null, null, servers.WaitsFor), ending.Token);
            var result = await play;
            await WriteAsync(context, new PlayReport(result.Published, result.AlreadyPublished, result.Problems, null), ending.Token);
        }
        catch (Exception fault) when (fault is PermanentFaultException or PacketSourceException)
        {
            if (context.Response.HasStarted)
                await WriteAsync(context, new PlayReport(Volatile.Read(ref published), null, [fault.Message], null), ending.Token);
            else
                await RefuseAsync(context, fault.Message);
        }
        catch (TransientFaultException)
        {
            // The player asks again.
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            // Nobody hears the end.
            await ((Task)play).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static async Task<PlayRequest?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (context.Request.HasJsonContentType()
                && await context.Request.ReadFromJsonAsync(PlayJson.Default.PlayRequest, cancellationToken) is { Source: not null, Topic.Length: > 0, PacketsPerSecond: null or > 0 } request)
                return request;
        }
        catch (JsonException)
        {
            // Told below.
        }

        await RefuseAsync(context, "Give JSON as {\"source\":\"…\",\"topic\":\"…\",\"packetsPerSecond\":200}.");
        return null;
    }

    static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason);
    }

    static async Task WriteAsync(HttpContext context, PlayReport report, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(context.Response.Body, report, PlayJson.Default.PlayReport, cancellationToken);
        await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
