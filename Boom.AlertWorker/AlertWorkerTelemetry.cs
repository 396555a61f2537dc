using System.Diagnostics.Metrics;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;

namespace Boom.AlertWorker;

/// <summary>Metrics of the alert stage.</summary>
public sealed class AlertWorkerTelemetry : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boom.AlertWorker";

    readonly Meter _meter = new(MeterName);
    readonly UpDownCounter<int> _active;
    readonly Counter<long> _processed;
    readonly Histogram<double> _duration;
    readonly Histogram<int> _batch;

    public AlertWorkerTelemetry()
    {
        _active = _meter.CreateUpDownCounter<int>("alert_worker.active", "{worker}", "Alert workers at work.");
        _processed = _meter.CreateCounter<long>("alert_worker.alert.processed", "{alert}", "Packets processed, by status and reason.");
        _duration = _meter.CreateHistogram<double>("alert_worker.batch.duration", "s", "Time from claim to hand-over of a batch.");
        _batch = _meter.CreateHistogram<int>("alert_worker.batch.size", "{packet}", "Packets of a batch.");
    }

    /// <summary>Counts a worker as active until the answer is disposed.</summary>
    public IDisposable Active(Survey survey, int slot) => new ActiveWorker(_active, survey, slot);

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
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    void Count(int count, KeyValuePair<string, object?> survey, string status, string reason)
    {
        if (count > 0)
            _processed.Add(count, survey, new("status", status), new("reason", reason));
    }
}
