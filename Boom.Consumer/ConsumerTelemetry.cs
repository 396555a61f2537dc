using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Consumer;

/// <summary>How far a partition is accounted for, for its metrics.</summary>
/// <param name="Lag">Packets from the first one that is not accounted for to the end; null while the end is not known.</param>
/// <param name="Gaps">Stretches that lie unaccounted for between packets that are accounted for.</param>
readonly record struct PartitionLag(string Topic, int Partition, long? Lag, int Gaps);

/// <summary>Measurements of the consumer; names of the reference where it has them.</summary>
sealed class ConsumerTelemetry : IDisposable
{
    public const string MeterName = "boom-consumer-meter";
    public const string SourceName = "Boom.Consumer";

    readonly Survey _survey;
    readonly KeyValuePair<string, object?> _surveyTag;
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
    readonly Lock _pauses = new();
    volatile IReadOnlyList<PartitionLag> _partitions = [];
    long _queued;
    double _pausedSeconds;
    long _pausedSince;
    bool _paused;

    /// <param name="slot">The consumer's place among its kind in this program, from 0.</param>
    public ConsumerTelemetry(Survey survey, string groupId, int slot, TimeProvider time)
    {
        (_survey, _surveyTag, _time) = (survey, new("survey", survey.ToUpperName()), time);
        KeyValuePair<string, object?>[] worker = [_surveyTag, new("worker.id", slot)];
        _meter = new Meter(MeterName);
        _processed = _meter.CreateCounter<long>("kafka_consumer.alert.processed", "{alert}", "Packets read and queued");
        _bytes = _meter.CreateCounter<long>("kafka_consumer.bytes", "By", "Payload bytes queued");
        _skipped = _meter.CreateCounter<long>("kafka_consumer.alert.skipped", "{alert}", "Packets read again that the ledger accounts for");
        _expired = _meter.CreateCounter<long>("kafka_consumer.expired", "{packet}", "Packets that the broker deleted or lost before they were stored");
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
            "kafka_consumer.intake.paused", () => new Measurement<int>(IsIntakePaused ? 1 : 0, worker), "{state}", "1 while the operator has paused the intake");
        _meter.CreateObservableGauge(
            "kafka_consumer.room.paused", () => new Measurement<int>(LacksRoom ? 1 : 0, worker), "{state}",
            "1 while the intake is paused because a disk has less room than Storage:MinimumFree");
        _meter.CreateObservableGauge("kafka_consumer.lag", ObserveLag, "{packet}", "Packets of a partition from the first that is not accounted for to the end");
        _meter.CreateObservableGauge(
            "kafka_consumer.ledger.gaps", ObserveGaps, "{gap}", "Stretches of a partition unaccounted for between packets that are accounted for");
        _ok = Tags(groupId, "ok");
        _pollFault = Tags(groupId, "error", "kafka_poll");
        _pushFault = Tags(groupId, "error", "kafka_send");
    }

    /// <summary>Whether the intake is paused by order.</summary>
    public bool IsIntakePaused { get; set; }

    /// <summary>Whether the intake is paused because a disk has too little room.</summary>
    public bool LacksRoom { get; set; }

    /// <summary>Packets queued since the start.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Begins to count, from zero, lest the first of a kind be missed by whoever looks at increases.</summary>
    public void Begin()
    {
        foreach (var tags in (TagList[])[_ok, _pollFault, _pushFault])
            _processed.Add(0, tags);
        _skipped.Add(0, _ok);
        foreach (var counter in (Counter<long>[])[_expired, _madeAnew, _readAgain])
            counter.Add(0, _surveyTag);
    }

    /// <param name="messages">What is pushed.</param>
    /// <param name="poll">Trace context of the poll that gave it; null when it was not traced.</param>
    public Activity? StartPush(IReadOnlyList<QueueMessage> messages, string? poll) => BatchSpan.Start(
        _source, "push packets", ActivityKind.Producer, _survey, messages.Count, messages.Select(message => message.TraceParent).Prepend(poll));

    public void Pushed(ConsumerOutcome outcome, TimeSpan duration)
    {
        Interlocked.Add(ref _queued, outcome.Messages.Count);
        _processed.Add(outcome.Messages.Count, _ok);
        _bytes.Add(outcome.Bytes, _ok);
        _pushSeconds.Record(duration.TotalSeconds, _ok);
        _batch.Record(outcome.Messages.Count, _surveyTag);
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var message in outcome.Messages)
        {
            if (message.Origin.TimestampMs > 0)
                _age.Record(Math.Max(0, nowMs - message.Origin.TimestampMs) / 1000d, _surveyTag);
        }
    }

    /// <summary>Reading is paused because the queue is full, or goes on.</summary>
    public void Pause(bool paused)
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
    public void SetLags(IReadOnlyList<PartitionLag> partitions) => _partitions = partitions;

    public void Skipped(int count) => _skipped.Add(count, _ok);

    public void Expired(long count) => _expired.Add(count, _surveyTag);

    public void MadeAnew(int partitions) => _madeAnew.Add(partitions, _surveyTag);

    public void ReadAgain() => _readAgain.Add(1, _surveyTag);

    public void PollFailed() => _processed.Add(1, _pollFault);

    public void PushFailed() => _processed.Add(1, _pushFault);

    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

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
        _surveyTag,
        new("messaging.destination.name", partition.Topic),
        new("messaging.destination.partition.id", partition.Partition),
    ];

    TagList Tags(string groupId, string status, string? reason = null)
    {
        TagList tags =
        [
            _surveyTag,
            new("messaging.system", "kafka"),
            new("messaging.consumer.group.name", groupId),
            new("messaging.operation.name", "poll"),
            new("messaging.operation.type", "receive"),
            new("status", status),
        ];
        if (reason is not null)
            tags.Add("reason", reason);
        return tags;
    }
}
