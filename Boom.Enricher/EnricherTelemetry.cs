using System.Diagnostics.Metrics;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Enricher;

/// <summary>Metrics of the enrichment stage.</summary>
public sealed class EnricherTelemetry : StageTelemetry
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string MeterName = "Boom.Enricher";

    readonly Counter<long> _batches;
    readonly Counter<long> _alerts;

    public EnricherTelemetry()
        : base(new StageTerms(
            MeterName, "enrichment_worker", "Enrichers", "enrich alerts", "alert", "write-back",
            "From the time stamp of a packet in Kafka until its alert is enriched."))
    {
        _batches = Meter.CreateCounter<long>("enrichment_worker.batch.processed", "{batch}", "Batches enriched.");
        _alerts = Meter.CreateCounter<long>("enrichment_worker.alert.processed", "{alert}", "Alerts enriched, by status.");
    }

    /// <summary>Counts a batch that is written back.</summary>
    public void BatchProcessed(Survey survey, IReadOnlyList<ClaimedMessage> batch, TimeSpan duration, DateTimeOffset now)
    {
        var name = NameOf(survey);
        _batches.Add(1, name, new("status", "ok"));
        _alerts.Add(batch.Count, name, new("status", "ok"));
        RecordBatch(name, batch.Count, duration);
        RecordAges(name, batch.Select(message => message.Message.Origin), now);
    }

    /// <summary>Counts an alert that is given up.</summary>
    public void Failed(Survey survey) => _alerts.Add(1, NameOf(survey), new("status", "error"));

    /// <inheritdoc/>
    protected override void Begin(KeyValuePair<string, object?> survey)
    {
        _batches.Add(0, survey, new("status", "ok"));
        _alerts.Add(0, survey, new("status", "ok"));
        _alerts.Add(0, survey, new("status", "error"));
    }
}
