using System.Net;
using System.Net.Sockets;
using Boom.Core.Resilience;
using Boom.Core.Telemetry;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Health;

/// <summary>What <c>/health</c> answers: 200 while the program can do its work, with what is missing by name; 503 when it cannot.</summary>
public sealed class HealthAnswersTests : IAsyncDisposable
{
    readonly FakeTimeProvider _time = new();
    WebApplication? _app;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    [Fact]
    public async Task Health_AllIsWell_Is200Healthy()
    {
        await StartAsync(_ => { });

        Assert.Contains("\"status\":\"Healthy\"", await GetAsync("/health", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WorkerWaits_Is200DegradedThen503()
    {
        await StartAsync(_ => { });
        var pulse = _app!.Services.GetRequiredService<StagePulses>().Of("enricher ztf 0");
        pulse.Wait("The store is away.");
        var degraded = await GetAsync("/health", HttpStatusCode.OK);
        Assert.StartsWith("{\"status\":\"Degraded\"", degraded, StringComparison.Ordinal);
        Assert.Contains("enricher ztf 0: The store is away.", degraded, StringComparison.Ordinal);

        _time.Advance(HealthGrace.Time);

        await GetAsync("/health", HttpStatusCode.ServiceUnavailable);
        await GetAsync("/alive", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_WorkerIsToldToPause_Is200DegradedHoweverLong()
    {
        await StartAsync(_ => { });
        _app!.Services.GetRequiredService<StagePulses>().Of("consumer ztf 0").Pause = "The intake of ZTF is paused.";

        _time.Advance(2 * HealthGrace.Time);

        Assert.Contains("consumer ztf 0: The intake of ZTF is paused.", await GetAsync("/health", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WorkerMustPause_Is503UntilItGoesOn()
    {
        await StartAsync(_ => { });
        var pulse = _app!.Services.GetRequiredService<StagePulses>().Of("consumer ztf 0");
        pulse.Halt("The intake is paused: there is no room.");

        Assert.Contains("consumer ztf 0: The intake is paused: there is no room.", await GetAsync("/health", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        await GetAsync("/alive", HttpStatusCode.OK);

        pulse.Pause = null;

        await GetAsync("/health", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_ServerAway_Is200DegradedThen503AndBack()
    {
        var isAway = true;
        await StartAsync(builder => builder.AddServerCheck(
            "server", null, (provider, _) => isAway ? throw new TransientFaultException($"away since {provider.GetRequiredService<TimeProvider>().GetUtcNow():yyyy}") : Task.CompletedTask));

        Assert.Contains("\"server\":{\"status\":\"Degraded\",\"detail\":\"away since", await GetAsync("/health", HttpStatusCode.OK), StringComparison.Ordinal);
        _time.Advance(HealthGrace.Time);
        Assert.Contains("away since", await GetAsync("/health", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        isAway = false;
        await GetAsync("/health", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_WorkerIsRefused_Is503WithTheReason()
    {
        await StartAsync(_ => { });
        _app!.Services.GetRequiredService<StagePulses>().Of("enricher ztf 0").Refuse("The password is wrong.");

        Assert.Contains("The password is wrong.", await GetAsync("/health", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WorkerIsSilent_Is503AndNotAlive()
    {
        await StartAsync(_ => { });
        _ = _app!.Services.GetRequiredService<StagePulses>().Of("enricher ztf 0");
        _time.Advance(StagePulse.LongestSilence + TimeSpan.FromSeconds(1));

        await GetAsync("/health", HttpStatusCode.ServiceUnavailable);
        await GetAsync("/alive", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Health_CollectorIsNotReached_Is200DegradedAndNamesIt()
    {
        // A port that nobody listens on.
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        free.Dispose();
        await StartAsync(builder => builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://user:secret@127.0.0.1:{port}");

        var answer = await GetAsync("/health", HttpStatusCode.OK);

        Assert.Contains($"The collector 127.0.0.1:{port} cannot be reached", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_CollectorIsReached_IsHealthy()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        await StartAsync(builder => builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{((IPEndPoint)collector.LocalEndpoint).Port}");

        Assert.Contains("\"collector\":{\"status\":\"Healthy\"", await GetAsync("/health", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 100, "Degraded")]
    [InlineData(6, 100, "Healthy")]
    [InlineData(0, 0, "Healthy")]
    public async Task Health_DiskOfTheStore_IsDegradedWhenLittleIsFree(long free, long size, string status)
    {
        await StartAsync(builder => builder.Services.AddHealthChecks().AddCheck(
            "disk of the store", new DiskHealthCheck("store", () => size == 0 ? null : (free, size))));

        Assert.Contains($"\"disk of the store\":{{\"status\":\"{status}\"", await GetAsync("/health", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    async Task StartAsync(Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(_time);
        configure(builder);
        builder.AddBoomEndpoints("test");
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        await _app.StartAsync(Token);
    }

    async Task<string> GetAsync(string path, HttpStatusCode wanted)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_app!.Urls.First()) };
        using var answer = await client.GetAsync(path, Token);
        Assert.Equal(wanted, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Token);
    }
}
