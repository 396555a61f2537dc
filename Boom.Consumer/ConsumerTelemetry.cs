using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Consumer;

/// <summary>Measurements of the consumer; names of the reference where it has them.</summary>
public sealed class ConsumerTelemetry : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "boom-consumer-meter";

    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "Boom.Consumer";

    readonly Survey _survey;
    readonly ActivitySource _source = new(SourceName);
    readonly Meter _meter;
    readonly Counter<long> _processed;
    readonly Counter<long> _bytes;
    readonly Counter<long> _skipped;
    readonly Counter<long> _expired;
    readonly Counter<long> _madeAnew;
    readonly Counter<long> _readAgain;
    readonly Histogram<double> _pushSeconds;
    readonly Histogram<int> _batch;
    readonly Histogram<double> _age;
    readonly TimeProvider _time;
    readonly TagList _ok;
    readonly TagList _pollFault;
    readonly TagList _pushFault;

    /// <summary>Instruments of one survey's consumer.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="groupId">Its consumer group.</param>
    /// <param name="slot">The consumer's place among its kind in this program, from 0.</param>
    /// <param name="time">Clock.</param>
    public ConsumerTelemetry(Survey survey, string groupId, int slot, TimeProvider time)
    {
        _time = time;
        KeyValuePair<string, object?>[] worker = [SurveyTagOf(survey), new("worker.id", slot)];
        _survey = survey;
        _meter = new Meter(MeterName);
        _processed = _meter.CreateCounter<long>("kafka_consumer.alert.processed", "{alert}", "Packets read and queued");
        _bytes = _meter.CreateCounter<long>("kafka_consumer.bytes", "By", "Payload bytes queued");
        _skipped = _meter.CreateCounter<long>("kafka_consumer.alert.skipped", "{alert}", "Packets read again that the ledger accounts for");
        _expired = _meter.CreateCounter<long>(
            "kafka_consumer.expired", "{packet}", "Packets that the broker deleted or lost before they were stored");
        _madeAnew = _meter.CreateCounter<long>(
            "kafka_consumer.incarnations", "{partition}", "Partitions found to be others than those that the ledger knows: made anew, or cut at their end");
        _readAgain = _meter.CreateCounter<long>(
            "kafka_consumer.reread", "{partition}", "Times that a partition was read again because the queue server had lost its packets");
        _pushSeconds = _meter.CreateHistogram(
            "kafka_consumer.push.duration", "s", "Time to queue one batch", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Durations });
        _batch = _meter.CreateHistogram<int>("kafka_consumer.batch.size", "{alert}", "Packets of a batch that is queued");
        _age = _meter.CreateHistogram(
            "kafka_consumer.packet.age", "s", "From the time stamp of a packet in Kafka until it is queued", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Ages });
        _meter.CreateObservableGauge(
            "kafka_consumer.paused", () => new Measurement<int>(_paused ? 1 : 0, worker), "{state}", "1 while reading is paused, as the queue is full");
        _meter.CreateObservableCounter(
            "kafka_consumer.paused.time", () => new Measurement<double>(PausedSeconds(), worker), "s", "How long reading has been paused, as the queue was full");
        _meter.CreateObservableGauge(
            "kafka_consumer.lag", ObserveLag, "{packet}", "Packets of a partition from the first that is not accounted for to the end");
        _meter.CreateObservableGauge(
            "kafka_consumer.ledger.gaps", ObserveGaps, "{gap}", "Stretches of a partition unaccounted for between packets that are accounted for");
        _ok = Tags(survey, groupId, "ok", null);
        _pollFault = Tags(survey, groupId, "error", "kafka_poll");
        _pushFault = Tags(survey, groupId, "error", "kafka_send");
    }

    /// <summary>Packets queued since the start.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    long _queued;

    volatile IReadOnlyList<PartitionLag> _partitions = [];

    readonly Lock _pauses = new();
    double _pausedSeconds;
    long _pausedSince;
    bool _paused;

    KeyValuePair<string, object?> SurveyTag => SurveyTagOf(_survey);

    /// <summary>Begins to count, from zero, lest the first of a kind be missed by whoever looks at increases.</summary>
    internal void Begin()
    {
        foreach (var tags in (TagList[])[_ok, _pollFault, _pushFault])
            _processed.Add(0, tags);
        _skipped.Add(0, _ok);
        foreach (var counter in (Counter<long>[])[_expired, _madeAnew, _readAgain])
            counter.Add(0, SurveyTag);
    }

    /// <param name="messages">What is pushed.</param>
    /// <param name="poll">Trace context of the poll that gave it; null when it was not traced.</param>
    internal Activity? StartPush(IReadOnlyList<QueueMessage> messages, string? poll) => BatchSpan.Start(
        _source, "push packets", ActivityKind.Producer, _survey, messages.Count, messages.Select(message => message.TraceParent).Prepend(poll));

    internal void Pushed(ConsumerOutcome outcome, TimeSpan duration)
    {
        Interlocked.Add(ref _queued, outcome.Messages.Count);
        _processed.Add(outcome.Messages.Count, _ok);
        _bytes.Add(outcome.Bytes, _ok);
        _pushSeconds.Record(duration.TotalSeconds, _ok);
        _batch.Record(outcome.Messages.Count, SurveyTag);
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var message in outcome.Messages)
        {
            if (message.Origin.TimestampMs > 0)
                _age.Record(Math.Max(0, nowMs - message.Origin.TimestampMs) / 1000d, SurveyTag);
        }
    }

    /// <summary>Reading is paused because the queue is full, or goes on.</summary>
    internal void Pause(bool paused)
    {
        lock (_pauses)
        {
            if (_paused && !paused)
                _pausedSeconds += _time.GetElapsedTime(_pausedSince).TotalSeconds;
            else if (!_paused && paused)
                _pausedSince = _time.GetTimestamp();
            _paused = paused;
        }
    }

    /// <summary>Takes how far the partitions of this consumer are accounted for; those that are not among them are another's.</summary>
    internal void SetLags(IReadOnlyList<PartitionLag> partitions) => _partitions = partitions;

    internal void Skipped(int count) => _skipped.Add(count, _ok);

    /// <summary>Packets that the broker deleted before they were stored.</summary>
    internal void Expired(long count) => _expired.Add(count, SurveyTag);

    /// <summary>Partitions that are others than those the ledger knows.</summary>
    internal void MadeAnew(int partitions) => _madeAnew.Add(partitions, SurveyTag);

    /// <summary>A partition is read again, as the queue server has lost packets.</summary>
    internal void ReadAgain() => _readAgain.Add(1, SurveyTag);

    internal void PollFailed() => _processed.Add(1, _pollFault);

    internal void PushFailed() => _processed.Add(1, _pushFault);

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    static KeyValuePair<string, object?> SurveyTagOf(Survey survey) => new("survey", survey.ToUpperName());

    double PausedSeconds()
    {
        lock (_pauses)
            return _pausedSeconds + (_paused ? _time.GetElapsedTime(_pausedSince).TotalSeconds : 0);
    }

    IEnumerable<Measurement<long>> ObserveLag() =>
        _partitions.Where(partition => partition.Lag is not null).Select(partition => new Measurement<long>(partition.Lag!.Value, TagsOf(partition)));

    IEnumerable<Measurement<int>> ObserveGaps() => _partitions.Select(partition => new Measurement<int>(partition.Gaps, TagsOf(partition)));

    KeyValuePair<string, object?>[] TagsOf(PartitionLag partition) =>
    [
        new("survey", _survey.ToUpperName()),
        new("messaging.destination.name", partition.Topic),
        new("messaging.destination.partition.id", partition.Partition),
    ];

    static TagList Tags(Survey survey, string groupId, string status, string? reason)
    {
        var tags = new TagList
        {
            { "survey", survey.ToUpperName() },
            { "messaging.system", "kafka" },
            { "messaging.consumer.group.name", groupId },
            { "messaging.operation.name", "poll" },
            { "messaging.operation.type", "receive" },
            { "status", status },
        };
        if (reason is not null)
            tags.Add("reason", reason);
        return tags;
    }
}
