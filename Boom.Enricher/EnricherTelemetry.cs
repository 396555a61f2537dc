using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Enricher;

/// <summary>Metrics of the enrichment stage.</summary>
public sealed class EnricherTelemetry : IDisposable
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string MeterName = "Boom.Enricher";

    readonly ActivitySource _source = new(MeterName);
    readonly Meter _meter = new(MeterName);
    readonly UpDownCounter<int> _active;
    readonly Counter<long> _batches;
    readonly Counter<long> _alerts;
    readonly Histogram<double> _duration;
    readonly Histogram<int> _batch;
    readonly Histogram<double> _age;

    public EnricherTelemetry()
    {
        _active = _meter.CreateUpDownCounter<int>("enrichment_worker.active", "{worker}", "Enrichers at work.");
        _batches = _meter.CreateCounter<long>("enrichment_worker.batch.processed", "{batch}", "Batches enriched.");
        _alerts = _meter.CreateCounter<long>("enrichment_worker.alert.processed", "{alert}", "Alerts enriched, by status.");
        _duration = _meter.CreateHistogram(
            "enrichment_worker.batch.duration", "s", "Time from claim to write-back of a batch.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });
        _batch = _meter.CreateHistogram<int>("enrichment_worker.batch.size", "{alert}", "Alerts of a batch.");
        _age = _meter.CreateHistogram(
            "enrichment_worker.alert.age", "s", "From the time stamp of a packet in Kafka until its alert is enriched.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Ages });
    }

    /// <summary>Begins the span of a batch; null when nobody listens.</summary>
    public Activity? StartBatch(Survey survey, IReadOnlyList<ClaimedMessage> batch) => BatchSpan.Start(
        _source, "enrich alerts", ActivityKind.Consumer, survey, batch.Count, batch.Select(message => message.Message.TraceParent));

    /// <summary>Counts an enricher as active until the answer is disposed.</summary>
    public IDisposable Active(Survey survey, int slot)
    {
        // From zero, lest the first of a kind be missed by whoever looks at increases.
        var name = new KeyValuePair<string, object?>("survey", survey.ToUpperName());
        _batches.Add(0, name, new("status", "ok"));
        _alerts.Add(0, name, new("status", "ok"));
        _alerts.Add(0, name, new("status", "error"));
        return new ActiveWorker(_active, survey, slot);
    }

    /// <summary>Counts a batch that is written back.</summary>
    public void BatchProcessed(Survey survey, IReadOnlyList<ClaimedMessage> batch, TimeSpan duration, DateTimeOffset now)
    {
        var name = new KeyValuePair<string, object?>("survey", survey.ToUpperName());
        _batches.Add(1, name, new("status", "ok"));
        _alerts.Add(batch.Count, name, new("status", "ok"));
        _duration.Record(duration.TotalSeconds, name);
        _batch.Record(batch.Count, name);
        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var message in batch)
        {
            if (message.Message.Origin.TimestampMs > 0)
                _age.Record(Math.Max(0, nowMs - message.Message.Origin.TimestampMs) / 1000d, name);
        }
    }

    /// <summary>Counts an alert that is given up.</summary>
    public void Failed(Survey survey) =>
        _alerts.Add(1, new KeyValuePair<string, object?>("survey", survey.ToUpperName()), new("status", "error"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }
}
