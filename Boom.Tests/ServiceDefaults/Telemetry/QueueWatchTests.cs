using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.ServiceDefaults.Health;
using Boom.ServiceDefaults.Telemetry;
using Boom.Tests.Fakes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Telemetry;

public sealed class QueueWatchTests
{
    readonly FakeTimeProvider _time = new();
    readonly MemoryQueue _queue = new();

    // Programs of other tests measure their queues too; this name is of this class alone.
    readonly string _name = "queue of " + Path.GetRandomFileName();

    volatile bool _isAway;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Measure_QueueThatAnswers_TellsWhatItHolds()
    {
        await _queue.PushAsync([new(new PacketOrigin("t", 0, 0, 0), null, CandidText.Encode(1))], Token);
        _queue.Leased = 2;
        using var watch = new QueueWatch(_ => _queue, [_name], _time);
        await watch.StartAsync(Token);

        var seen = await MeasureAsync(values => values.ContainsKey("queue.ready"));

        Assert.Equal(1, seen["queue.ready"]);
        Assert.Equal(2, seen["queue.leased"]);
        Assert.Contains("queue.payload.size", seen.Keys);
        Assert.Contains("queue.oldest.age", seen.Keys);
        Assert.Contains("queue.leases.expired", seen.Keys);
        await watch.StopAsync(Token);
    }

    [Fact]
    public async Task Measure_ServerThatIsAway_TellsNothingUntilItIsBack()
    {
        using var watch = new QueueWatch(_ => _isAway ? throw new TransientFaultException("away") : _queue, [_name], _time);
        await watch.StartAsync(Token);
        await MeasureAsync(values => values.Count > 0);

        _isAway = true;
        await MeasureAsync(values => values.Count == 0);
        _isAway = false;
        await MeasureAsync(values => values.Count > 0);
        await watch.StopAsync(Token);
    }

    [Fact]
    public async Task Stalls_MessagesThatNobodyTakes_AreToldUntilSomebodyDoes()
    {
        await _queue.PushAsync([new(new PacketOrigin("t", 0, 0, 0), null, CandidText.Encode(1))], Token);
        _queue.OldestAge = TimeSpan.FromMinutes(2);
        using var watch = new QueueWatch(_ => _queue, [QueueNames.Enrichment(Survey.Ztf)], _time);
        await watch.StartAsync(Token);

        await AdvanceUntilAsync(() => watch.Stalls.Count > 0);
        var health = await new QueuesHealthCheck(watch).CheckHealthAsync(new(), Token);
        _queue.Leased = 1;
        await AdvanceUntilAsync(() => watch.Stalls.Count == 0);

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal("1 messages wait in the queue ZTF_alerts_enrichment_queue, the oldest for 120 s, and nobody takes any: see whether the enrichers run.", health.Description);
        Assert.Equal(HealthStatus.Healthy, (await new QueuesHealthCheck(watch).CheckHealthAsync(new(), Token)).Status);
        await watch.StopAsync(Token);
    }

    [Fact]
    public async Task Stalls_YoungMessages_AreNone()
    {
        await _queue.PushAsync([new(new PacketOrigin("t", 0, 0, 0), null, CandidText.Encode(1))], Token);
        using var watch = new QueueWatch(_ => _queue, [QueueNames.Enrichment(Survey.Ztf)], _time);
        await watch.StartAsync(Token);
        var looks = 0;

        await AdvanceUntilAsync(() => ++looks > 20);

        Assert.Empty(watch.Stalls);
        await watch.StopAsync(Token);
    }

    async Task AdvanceUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _time.Advance(QueueWatch.Interval);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    /// <summary>Measures until it is as wanted; the watch looks on another thread.</summary>
    async Task<ConcurrentDictionary<string, double>> MeasureAsync(Func<ConcurrentDictionary<string, double>, bool> isWanted)
    {
        while (true)
        {
            var values = new ConcurrentDictionary<string, double>();
            using var listener = new MeterListener { InstrumentPublished = Enable };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.Start();
            listener.RecordObservableInstruments();
            if (isWanted(values))
                return values;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
            _time.Advance(QueueWatch.Interval);

            void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                foreach (var (key, tag) in tags)
                {
                    if (key == "queue" && tag is string name && name == _name)
                        values[instrument.Name] = value;
                }
            }
        }

        static void Enable(Instrument instrument, MeterListener listener)
        {
            if (instrument.Meter.Name == QueueWatch.MeterName && instrument.IsObservable)
                listener.EnableMeasurementEvents(instrument);
        }
    }
}
