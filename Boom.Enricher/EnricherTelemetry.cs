using System.Diagnostics.Metrics;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Inference;

namespace Boom.Enricher;

/// <summary>Metrics of the enrichment stage.</summary>
public sealed class EnricherTelemetry : StageTelemetry
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string MeterName = "Boom.Enricher";

    readonly Counter<long> _batches;
    readonly Counter<long> _alerts;
    readonly Counter<long> _scores;
    readonly Histogram<double> _networkSeconds;
    readonly Histogram<double> _scoreValues;

    public EnricherTelemetry()
        : base(new StageTerms(
            MeterName, "enrichment_worker", "Enrichers", "enrich alerts", "alert", "write-back",
            "From the time stamp of a packet in Kafka until its alert is enriched."))
    {
        _batches = Meter.CreateCounter<long>("enrichment_worker.batch.processed", "{batch}", "Batches enriched.");
        _alerts = Meter.CreateCounter<long>("enrichment_worker.alert.processed", "{alert}", "Alerts enriched, by status.");
        _scores = Meter.CreateCounter<long>(
            "enrichment_worker.network.alert", "{alert}", "Alerts by network and outcome: scored, not_asked, policy, cutouts, stamp, input, light_curve, number.");
        _networkSeconds = Meter.CreateHistogram(
            "enrichment_worker.network.duration", "s", "Time of a network for one alert, its inputs with it when it is the first that asks for them.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5] });
        _scoreValues = Meter.CreateHistogram(
            "enrichment_worker.network.score", "1", "Scores by network: a distribution that changes is a change of the sky, the camera or the software.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] });
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

    /// <summary>Begins to count a network, from zero, lest the first of a kind be missed by whoever looks at increases.</summary>
    public void Begin(Survey survey, string network)
    {
        foreach (var outcome in (string[])["scored", "not_asked", "policy", "cutouts", "light_curve", "stamp", "input", "number"])
            _scores.Add(0, NameOf(survey), new("network", network), new("outcome", outcome));
    }

    /// <summary>Counts what became of a network at an alert.</summary>
    public void Scored(Survey survey, string network, in NetworkOutcome outcome)
    {
        _scores.Add(1, NameOf(survey), new("network", network), new("outcome", KindOf(outcome.Reason)));
        if (outcome.HasScore)
            _scoreValues.Record(outcome.Score, NameOf(survey), new("network", network));
    }

    /// <summary>Notes how long a network took for an alert.</summary>
    public void Ran(Survey survey, string network, TimeSpan duration) => _networkSeconds.Record(duration.TotalSeconds, NameOf(survey), new("network", network));

    /// <summary>Counts an alert that is given up.</summary>
    public void Failed(Survey survey) => _alerts.Add(1, NameOf(survey), new("status", "error"));

    // Few kinds, whatever the reasons say of names and sizes.
    static string KindOf(string? reason) => reason switch
    {
        null => "scored",
        NetworkOutcome.NotAsked => "not_asked",
        NetworkOutcome.Policy => "policy",
        NetworkOutcome.NoCutouts => "cutouts",
        NetworkOutcome.NoLightCurve => "light_curve",
        _ when reason.StartsWith("stamp", StringComparison.Ordinal) => "stamp",
        _ when reason.StartsWith("input", StringComparison.Ordinal) => "input",
        _ => "number",
    };

    /// <inheritdoc/>
    protected override void Begin(KeyValuePair<string, object?> survey)
    {
        _batches.Add(0, survey, new("status", "ok"));
        _alerts.Add(0, survey, new("status", "ok"));
        _alerts.Add(0, survey, new("status", "error"));
    }
}
