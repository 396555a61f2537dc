using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.AlertWorker;

/// <summary>Metrics of the alert stage.</summary>
public sealed class AlertWorkerTelemetry : IDisposable
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string MeterName = "Boom.AlertWorker";

    readonly ActivitySource _source = new(MeterName);
    readonly Meter _meter = new(MeterName);
    readonly UpDownCounter<int> _active;
    readonly Counter<long> _processed;
    readonly Counter<long> _letters;
    readonly Histogram<double> _duration;
    readonly Histogram<int> _batch;
    readonly Histogram<double> _age;

    public AlertWorkerTelemetry()
    {
        _active = _meter.CreateUpDownCounter<int>("alert_worker.active", "{worker}", "Alert workers at work.");
        _processed = _meter.CreateCounter<long>("alert_worker.alert.processed", "{alert}", "Packets processed, by status and reason.");
        _letters = _meter.CreateCounter<long>("alert_worker.dead_letters", "{letter}", "Packets that became dead letters, by reason.");
        _duration = _meter.CreateHistogram(
            "alert_worker.batch.duration", "s", "Time from claim to hand-over of a batch.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });
        _batch = _meter.CreateHistogram<int>("alert_worker.batch.size", "{packet}", "Packets of a batch.");
        _age = _meter.CreateHistogram(
            "alert_worker.packet.age", "s", "From the time stamp of a packet in Kafka until its outcome is stored.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Ages });
    }

    /// <summary>Begins the span of a batch; null when nobody listens.</summary>
    public Activity? StartBatch(Survey survey, IReadOnlyList<ClaimedMessage> batch) => BatchSpan.Start(
        _source, "store alerts", ActivityKind.Consumer, survey, batch.Count, batch.Select(message => message.Message.TraceParent));

    /// <summary>Counts a worker as active until the answer is disposed.</summary>
    public IDisposable Active(Survey survey, int slot)
    {
        // From zero, lest the first of a kind be missed by whoever looks at increases.
        var name = new KeyValuePair<string, object?>("survey", survey.ToUpperName());
        foreach (var (status, reason) in ((string, string)[])[("ok", "added"), ("ok", "exists"), ("error", "processing")])
            _processed.Add(0, name, new("status", status), new("reason", reason));
        foreach (var reason in PacketFault.Reasons)
            _letters.Add(0, name, new("reason", reason));
        return new ActiveWorker(_active, survey, slot);
    }

    /// <summary>Counts a batch that is stored and handed on.</summary>
    public void BatchProcessed(Survey survey, AlertOutcome outcome, int failures, TimeSpan duration)
    {
        var name = new KeyValuePair<string, object?>("survey", survey.ToUpperName());
        int added = -failures, exists = 0, failed = 0;
        foreach (var entry in outcome.Ledger)
        {
            added += entry.Outcome == PacketOutcome.Stored ? 1 : 0;
            exists += entry.Outcome == PacketOutcome.Duplicate ? 1 : 0;
            failed += entry.Outcome == PacketOutcome.DeadLettered ? 1 : 0;
        }

        Count(added, name, "ok", "added");
        Count(exists, name, "ok", "exists");
        Count(failed + failures, name, "error", "processing");
        _duration.Record(duration.TotalSeconds, name);
        _batch.Record(outcome.Ledger.Count, name);
        foreach (var letter in outcome.DeadLetters)
            DeadLettered(letter);
    }

    /// <summary>Counts a packet that is given up.</summary>
    public void DeadLettered(DeadLetter letter) =>
        _letters.Add(1, new KeyValuePair<string, object?>("survey", letter.Survey.ToUpperName()), new("reason", letter.Reason));

    /// <summary>Notes how old the packets of a batch are that has just been stored; those without a time stamp are left out.</summary>
    public void BatchStored(Survey survey, IReadOnlyList<LedgerEntry> packets, DateTimeOffset now)
    {
        var name = new KeyValuePair<string, object?>("survey", survey.ToUpperName());
        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var packet in packets)
        {
            if (packet.Origin.TimestampMs > 0)
                _age.Record(Math.Max(0, nowMs - packet.Origin.TimestampMs) / 1000d, name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    void Count(int count, KeyValuePair<string, object?> survey, string status, string reason)
    {
        if (count > 0)
            _processed.Add(count, survey, new("status", status), new("reason", reason));
    }
}
