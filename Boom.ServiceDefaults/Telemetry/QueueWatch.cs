using System.Diagnostics.Metrics;
using System.Globalization;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>
/// Looks at queues again and again, for their metrics. While a queue server does not answer, or refuses, they have none, rather than the last ones.
/// </summary>
public sealed class QueueWatch : BackgroundService
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boom.Queues";

    /// <summary>Time between two looks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Messages that wait for so long while nobody has any are a stall.</summary>
    internal static readonly TimeSpan StallTime = TimeSpan.FromSeconds(30);

    readonly Meter _meter = new(MeterName);
    readonly Func<string, ILeasedQueue> _queues;
    readonly IReadOnlyList<string> _names;
    readonly TimeProvider _time;
    readonly Dictionary<string, long> _idleSince = new(StringComparer.Ordinal);
    volatile IReadOnlyList<(string Name, QueueStatus Status)> _seen = [];
    volatile IReadOnlyList<string> _stalls = [];

    /// <param name="queues">Queues by name.</param>
    /// <param name="names">Those to look at.</param>
    /// <param name="time">Clock.</param>
    public QueueWatch(Func<string, ILeasedQueue> queues, IReadOnlyList<string> names, TimeProvider time)
    {
        (_queues, _names, _time) = (queues, names, time);
        const string alike = " Every program that looks tells the same: take the largest, not the sum.";
        Gauge("queue.ready", "{message}", "Messages that wait." + alike, status => status.Ready);
        Gauge("queue.leased", "{message}", "Messages that a worker has." + alike, status => status.Leased);
        Gauge("queue.payload.size", "By", "Payloads of all messages." + alike, status => status.PayloadBytes);
        Gauge("queue.oldest.age", "s", "Age of the oldest message, by the clock of the queue server." + alike, status => status.OldestAge.TotalSeconds);
        _meter.CreateObservableCounter(
            "queue.leases.expired", () => Measure(status => status.Expired), "{lease}", "Leases that ran out since the queue was made." + alike);
    }

    /// <summary>Queues whose messages nobody takes, a sentence each.</summary>
    public IReadOnlyList<string> Stalls => _stalls;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                _seen = await LookAsync(stoppingToken);
                _stalls = FindStalls();
                await Task.Delay(Interval, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    async Task<IReadOnlyList<(string, QueueStatus)>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var seen = new List<(string, QueueStatus)>(_names.Count);
            foreach (var name in _names)
                seen.Add((name, await _queues(name).GetStatusAsync(cancellationToken)));
            return seen;
        }
        catch (Exception fault) when (fault is PermanentFaultException || TransientFaultException.Of(fault, cancellationToken) is not null)
        {
            return [];
        }
    }

    // Somebody who takes messages has some at one look or another.
    List<string> FindStalls()
    {
        var stalls = new List<string>();
        foreach (var name in _names)
        {
            if (_seen.FirstOrDefault(seen => seen.Name == name).Status is not { Ready: > 0, Leased: 0 } status)
                _idleSince.Remove(name);
            else if (!_idleSince.TryAdd(name, _time.GetTimestamp()) && _time.GetElapsedTime(_idleSince[name]) >= StallTime && status.OldestAge >= StallTime)
                stalls.Add(string.Create(CultureInfo.InvariantCulture, $"{status.Ready} messages wait in the queue {name}, the oldest for {status.OldestAge.TotalSeconds:0} s, and nobody takes any: see whether {QueueNames.TakersOf(name)} run."));
        }

        return stalls;
    }

    void Gauge<T>(string name, string unit, string description, Func<QueueStatus, T> value)
        where T : struct => _meter.CreateObservableGauge(name, () => Measure(value), unit, description);

    IEnumerable<Measurement<T>> Measure<T>(Func<QueueStatus, T> value)
        where T : struct => _seen.Select(seen => new Measurement<T>(value(seen.Status), new KeyValuePair<string, object?>("queue", seen.Name)));
}
