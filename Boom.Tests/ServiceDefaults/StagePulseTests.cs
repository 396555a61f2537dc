using Boom.Core.Telemetry;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.ServiceDefaults;

/// <summary>Readiness and liveness, as the pulses of workers make them.</summary>
public sealed class StagePulseTests
{
    readonly FakeTimeProvider _time = new();
    readonly StagePulses _pulses;

    public StagePulseTests() => _pulses = new(_time);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    async Task<HealthStatus> ReadyAsync()
        => (await new StagesHealthCheck(_pulses).CheckHealthAsync(new(), Token)).Status;

    async Task<HealthStatus> AliveAsync()
        => (await new WorkersHealthCheck(_pulses, new ServiceCollection().BuildServiceProvider()).CheckHealthAsync(new(), Token)).Status;

    [Fact]
    public async Task Wait_ServerAway_DegradesThenTurnsReadinessRedAndABeatGreen()
    {
        var pulse = _pulses.Of("alert-worker ztf 0");
        Assert.Equal(HealthStatus.Healthy, await ReadyAsync());

        pulse.Wait("The store is away.");
        Assert.Equal(HealthStatus.Degraded, await ReadyAsync());
        _time.Advance(HealthGrace.Time);
        pulse.Wait("The store is away.");
        var report = await new StagesHealthCheck(_pulses).CheckHealthAsync(new(), Token);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Equal("alert-worker ztf 0: The store is away.", report.Description);

        pulse.Beat();
        Assert.Equal(HealthStatus.Healthy, await ReadyAsync());
    }

    [Fact]
    public async Task Refuse_NoWaitingMendsIt_TurnsReadinessRedAtOnceAndStaysAlive()
    {
        var pulse = _pulses.Of("enricher ztf 0");

        pulse.Refuse("The password is wrong.");

        Assert.Equal((true, "The password is wrong.", 1), (pulse.IsRefused, pulse.Trouble, pulse.Faults));
        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (await ReadyAsync(), await AliveAsync()));
        pulse.Wait("The store is away.");
        Assert.False(pulse.IsRefused);
    }

    [Fact]
    public async Task Wait_ForHours_IsAlive()
    {
        var pulse = _pulses.Of("enricher ztf 0");
        for (var minute = 0; minute < 300; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            pulse.Wait("The store is away.");
        }

        Assert.Equal(HealthStatus.Healthy, await AliveAsync());
    }

    [Fact]
    public async Task Silence_LongerThanAnyTryTakes_IsNotAlive()
    {
        _pulses.Of("enricher ztf 0");
        _time.Advance(StagePulse.LongestSilence);
        Assert.Equal(HealthStatus.Healthy, await AliveAsync());

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await AliveAsync());
    }

    [Fact]
    public async Task End_LongAfter_IsAliveAndReady()
    {
        var pulse = _pulses.Of("store preparation");
        pulse.Wait("The store is away.");

        pulse.End();
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), (await ReadyAsync(), await AliveAsync()));
    }
}
