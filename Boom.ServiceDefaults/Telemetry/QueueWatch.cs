using System.Diagnostics.Metrics;
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

    readonly Meter _meter = new(MeterName);
    readonly Func<string, ILeasedQueue> _queues;
    readonly IReadOnlyList<string> _names;
    readonly TimeProvider _time;
    volatile IReadOnlyList<(string Name, QueueStatus Status)> _seen = [];

    /// <param name="queues">Queues by name.</param>
    /// <param name="names">Those to look at.</param>
    /// <param name="time">Clock.</param>
    public QueueWatch(Func<string, ILeasedQueue> queues, IReadOnlyList<string> names, TimeProvider time)
    {
        (_queues, _names, _time) = (queues, names, time);
        Gauge("queue.ready", "{message}", "Messages that wait.", status => status.Ready);
        Gauge("queue.leased", "{message}", "Messages that a worker has.", status => status.Leased);
        Gauge("queue.payload.size", "By", "Payloads of all messages.", status => status.PayloadBytes);
        Gauge("queue.oldest.age", "s", "Age of the oldest message, by the clock of the queue server.", status => status.OldestAge.TotalSeconds);
        _meter.CreateObservableCounter(
            "queue.leases.expired", () => Measure(status => status.Expired), "{lease}", "Leases that ran out since the queue was made.");
    }

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

    void Gauge<T>(string name, string unit, string description, Func<QueueStatus, T> value)
        where T : struct => _meter.CreateObservableGauge(name, () => Measure(value), unit, description);

    IEnumerable<Measurement<T>> Measure<T>(Func<QueueStatus, T> value)
        where T : struct => _seen.Select(seen => new Measurement<T>(value(seen.Status), new KeyValuePair<string, object?>("queue", seen.Name)));
}
