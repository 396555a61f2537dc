using Boom.Core.Telemetry;
using Boom.ServiceDefaults.Telemetry;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Telemetry;

public sealed class HeartbeatTests
{
    [Fact]
    public void Beat_WorkersThatWorkWaitAndHaveEnded_TellsOfTheFirstTwoSinceTheLastLine()
    {
        var time = new FakeTimeProvider();
        var pulses = new StagePulses(time);
        using var lines = new LineLogger();
        using var loggers = new LoggerFactory([lines]);
        using var heartbeat = new Heartbeat(pulses, TimeSpan.FromMinutes(1), time, loggers.CreateLogger<Heartbeat>());
        pulses.Of("b").Handle(1200);
        pulses.Of("store preparation").End();

        time.Advance(TimeSpan.FromMinutes(1));
        heartbeat.Beat();
        pulses.Of("b").Handle(30);
        pulses.Of("a").Wait("MongoDB does not answer.");
        time.Advance(TimeSpan.FromMinutes(1));
        heartbeat.Beat();

        Assert.Equal(
            [
                "b: 1200 messages since the last line, 20/s; 1200 in all",
                "a: 0 messages since the last line, 0 in all; it waits: MongoDB does not answer.",
                "b: 30 messages since the last line, 0.5/s; 1230 in all",
            ],
            lines.All);
    }

    [Fact]
    public void Beat_WorkerStaysIdle_SaysSoOnce()
    {
        var time = new FakeTimeProvider();
        var pulses = new StagePulses(time);
        using var lines = new LineLogger();
        using var loggers = new LoggerFactory([lines]);
        using var heartbeat = new Heartbeat(pulses, TimeSpan.FromMinutes(1), time, loggers.CreateLogger<Heartbeat>());
        var pulse = pulses.Of("a");

        foreach (var handled in (int[])[60, 0, 0, 0, 6, 0])
        {
            pulse.Handle(handled);
            time.Advance(TimeSpan.FromMinutes(1));
            heartbeat.Beat();
        }

        Assert.Equal(
            [
                "a: 60 messages since the last line, 1/s; 60 in all", "a: 0 messages since the last line, 0/s; 60 in all",
                "a: 6 messages since the last line, 0.1/s; 66 in all", "a: 0 messages since the last line, 0/s; 66 in all",
            ],
            lines.All);
    }

    [Fact]
    public void Beat_WorkerIsToldToPause_SaysSoUnlessItIsInTrouble()
    {
        var time = new FakeTimeProvider();
        var pulses = new StagePulses(time);
        using var lines = new LineLogger();
        using var loggers = new LoggerFactory([lines]);
        using var heartbeat = new Heartbeat(pulses, TimeSpan.FromMinutes(1), time, loggers.CreateLogger<Heartbeat>());
        pulses.Of("a").Pause = "The intake is paused";
        time.Advance(TimeSpan.FromMinutes(1));
        heartbeat.Beat();
        pulses.Of("a").Wait("Kafka is away.");
        heartbeat.Beat();

        Assert.Equal(
            ["a: 0 messages since the last line, 0 in all; The intake is paused", "a: 0 messages since the last line, 0 in all; it waits: Kafka is away."],
            lines.All);
    }

    [Fact]
    public void Beat_WorkerIsRefused_SaysSo()
    {
        var time = new FakeTimeProvider();
        var pulses = new StagePulses(time);
        using var lines = new LineLogger();
        using var loggers = new LoggerFactory([lines]);
        using var heartbeat = new Heartbeat(pulses, TimeSpan.FromMinutes(1), time, loggers.CreateLogger<Heartbeat>());
        pulses.Of("a").Refuse("The password is wrong.");
        time.Advance(TimeSpan.FromMinutes(1));

        heartbeat.Beat();

        Assert.Equal(["a: 0 messages since the last line, 0 in all; it is refused: The password is wrong."], lines.All);
    }
}
