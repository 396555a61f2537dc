using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;

namespace Boom.Core.Telemetry;

/// <summary>Metrics and spans that all stages have which work on a leased queue; a stage adds its own counters.</summary>
public abstract class StageTelemetry : IDisposable
{
    readonly ActivitySource _source;
    readonly string _work;
    readonly UpDownCounter<int> _active;
    readonly Histogram<double> _duration;
    readonly Histogram<int> _batch;
    readonly Histogram<double> _age;

    /// <param name="terms">What this stage calls things.</param>
    protected StageTelemetry(StageTerms terms)
    {
        (_source, _work) = (new ActivitySource(terms.Meter), terms.Work);
        Meter = new Meter(terms.Meter);
        _active = Meter.CreateUpDownCounter<int>($"{terms.Prefix}.active", "{worker}", $"{terms.Workers} at work.");
        _duration = Meter.CreateHistogram(
            $"{terms.Prefix}.batch.duration", "s", $"Time from claim to {terms.End} of a batch.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });
        _batch = Meter.CreateHistogram<int>($"{terms.Prefix}.batch.size", $"{{{terms.Message}}}", $"{char.ToUpperInvariant(terms.Message[0])}{terms.Message[1..]}s of a batch.");
        _age = Meter.CreateHistogram(
            $"{terms.Prefix}.{terms.Message}.age", "s", terms.Age, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Ages });
    }

    /// <summary>The meter of the stage.</summary>
    protected Meter Meter { get; }

    /// <summary>Begins the span of a batch; null when nobody listens.</summary>
    public Activity? StartBatch(Survey survey, IReadOnlyList<ClaimedMessage> batch) => BatchSpan.Start(
        _source, _work, ActivityKind.Consumer, survey, batch.Count, batch.Select(message => message.Message.TraceParent));

    /// <summary>Counts a worker as active until the answer is disposed.</summary>
    public IDisposable Active(Survey survey, int slot)
    {
        // From zero, lest the first of a kind be missed by whoever looks at increases.
        Begin(NameOf(survey));
        return new ActiveWorker(_active, survey, slot);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Meter.Dispose();
        _source.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The tag of a survey.</summary>
    protected static KeyValuePair<string, object?> NameOf(Survey survey) => new("survey", survey.ToUpperName());

    /// <summary>Sets the counters of the stage to zero.</summary>
    protected abstract void Begin(KeyValuePair<string, object?> survey);

    /// <summary>Notes a batch that has come to its end.</summary>
    protected void RecordBatch(KeyValuePair<string, object?> survey, int messages, TimeSpan duration)
    {
        _duration.Record(duration.TotalSeconds, survey);
        _batch.Record(messages, survey);
    }

    /// <summary>Notes how old packets are; those without a time stamp are left out.</summary>
    protected void RecordAges(KeyValuePair<string, object?> survey, IEnumerable<PacketOrigin> packets, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var packet in packets)
        {
            if (packet.TimestampMs > 0)
                _age.Record(Math.Max(0, nowMs - packet.TimestampMs) / 1000d, survey);
        }
    }
}

/// <summary>What a stage calls things in its metrics.</summary>
/// <param name="Meter">Name of the meter, and of the source of spans.</param>
/// <param name="Prefix">What the names of its instruments begin with.</param>
/// <param name="Workers">Its workers, as a sentence begins with them.</param>
/// <param name="Work">Name of the span of a batch.</param>
/// <param name="Message">What a batch is made of: one of them.</param>
/// <param name="End">What ends the work on a batch.</param>
/// <param name="Age">Description of the age.</param>
public sealed record StageTerms(string Meter, string Prefix, string Workers, string Work, string Message, string End, string Age);
