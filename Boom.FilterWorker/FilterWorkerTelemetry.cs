using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.FilterWorker.Filters;

namespace Boom.FilterWorker;

/// <summary>Metrics of the filter stage.</summary>
public sealed class FilterWorkerTelemetry : StageTelemetry
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string MeterName = "Boom.FilterWorker";

    const double UnixEpochJd = 2440587.5;
    const double SecondsPerDay = 86400;

    readonly Counter<long> _batches;
    readonly Counter<long> _alerts;
    readonly Counter<long> _published;
    readonly Counter<long> _withheld;
    readonly Counter<long> _evaluated;
    readonly Counter<long> _passed;
    readonly Counter<long> _errors;
    readonly Counter<double> _seconds;
    readonly Counter<long> _suspended;
    readonly Counter<long> _history;
    readonly Counter<long> _historyCut;
    readonly Counter<long> _listed;
    readonly Histogram<double> _latency;
    readonly ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);
    long _filtered;

    public FilterWorkerTelemetry()
        : base(new StageTerms(
            MeterName, "filter_worker", "Filter workers", "filter alerts", "alert", "delivery",
            "From the time stamp of a packet in Kafka until the messages of its alert are delivered."))
    {
        _batches = Meter.CreateCounter<long>("filter_worker.batch.processed", "{batch}", "Batches filtered.");
        _alerts = Meter.CreateCounter<long>(
            "filter_worker.alert.processed", "{alert}", "Alerts by status and reason: included and excluded by filters, sent_back for scores, light_curve, repeat, kafka_send, processing.");
        _published = Meter.CreateCounter<long>("scheduler.kafka.alert.published", "{alert}", "Messages that the brokers have confirmed, by topic.");
        _withheld = Meter.CreateCounter<long>("filter_worker.public.withheld", "{alert}", "Alerts that are not published for everybody, by reason.");
        _evaluated = Meter.CreateCounter<long>("filter_worker.filter.evaluated", "{alert}", "Alerts evaluated, by filter.");
        _passed = Meter.CreateCounter<long>("filter_worker.filter.passed", "{alert}", "Alerts that passed, by filter.");
        _errors = Meter.CreateCounter<long>("filter_worker.filter.errors", "{alert}", "Alerts at which a filter went wrong, by filter.");
        _seconds = Meter.CreateCounter<double>("filter_worker.filter.time", "s", "Time of evaluations, by filter.");
        _suspended = Meter.CreateCounter<long>("filter_worker.filter.suspended", "{filter}", "Filters that were suspended.");
        _history = Meter.CreateCounter<long>("filter_worker.history.read", "{alert}", "Earlier alerts of solar-system bodies that were read for sso_history.");
        _historyCut = Meter.CreateCounter<long>("filter_worker.history.cut", "{alert}", "Alerts whose sso_history has only the latest of many.");
        _listed = Meter.CreateCounter<long>("filter_worker.watchlist.matched", "{alert}", "Alerts of objects on watch lists that filters are bound to.");
        _latency = Meter.CreateHistogram(
            "filter_worker.exposure_to_sent", "s", "From the start of an exposure until the message of its alert is confirmed, by topic.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Ages });
    }

    /// <summary>Messages confirmed by topic since the program began.</summary>
    public IReadOnlyDictionary<string, long> Sent => _sent;

    /// <summary>Alerts filtered since the program began, those of no interest to anybody included.</summary>
    public long Filtered => Interlocked.Read(ref _filtered);

    /// <summary>Counts a batch whose messages are delivered.</summary>
    public void BatchProcessed(Survey survey, IReadOnlyList<ClaimedMessage> batch, TimeSpan duration, DateTimeOffset now)
    {
        var name = NameOf(survey);
        Interlocked.Add(ref _filtered, batch.Count);
        _batches.Add(1, name, new("status", "ok"));
        RecordBatch(name, batch.Count, duration);
        RecordAges(name, batch.Select(message => message.Message.Origin), now);
    }

    /// <summary>Counts alerts.</summary>
    public void Count(Survey survey, string reason, long count, bool isError = false)
    {
        if (count > 0)
            _alerts.Add(count, NameOf(survey), new("status", isError ? "error" : "ok"), new("reason", reason));
    }

    /// <summary>Counts alerts of a batch that go back to the enrichers: they come again.</summary>
    public void SentBack(Survey survey, int count)
    {
        Interlocked.Add(ref _filtered, -count);
        Count(survey, "sent_back", count);
    }

    /// <summary>Counts a message that is confirmed.</summary>
    /// <param name="survey">Whose alert.</param>
    /// <param name="message">The message.</param>
    /// <param name="isPublic">It is of a public stream.</param>
    /// <param name="exposureJd">Start of the exposure, Julian date UTC, days.</param>
    /// <param name="now">Present time.</param>
    internal void Delivered(Survey survey, OutgoingMessage message, bool isPublic, double exposureJd, DateTimeOffset now)
    {
        var topic = new KeyValuePair<string, object?>("topic", message.Topic);
        _published.Add(1, NameOf(survey), topic, new("producer", isPublic ? "babamul" : "filter_worker"));
        var seconds = (now.ToUnixTimeMilliseconds() / 1000d) - ((exposureJd - UnixEpochJd) * SecondsPerDay);
        if (double.IsFinite(seconds))
            _latency.Record(Math.Max(0, seconds), NameOf(survey), topic);
        _sent.AddOrUpdate(message.Topic, 1, static (_, count) => count + 1);
    }

    /// <summary>Counts an alert that is not published for everybody.</summary>
    public void NotPublished(Survey survey, string reason) => _withheld.Add(1, NameOf(survey), new("reason", reason));

    /// <summary>Counts a filter's evaluations of a batch.</summary>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="run">The evaluations.</param>
    /// <param name="ticksPerSecond">Of their time.</param>
    internal void Ran(Survey survey, FilterRun run, long ticksPerSecond)
    {
        KeyValuePair<string, object?> name = NameOf(survey), filter = new("filter", run.Tally.Filter.Id), title = new("name", run.Tally.Filter.Name);
        _evaluated.Add(run.Passed.Length, name, filter, title);
        _passed.Add(run.Passed.Count(passed => passed), name, filter, title);
        _errors.Add(run.Errors, name, filter, title);
        _suspended.Add(0, name, filter, title);
        _seconds.Add((double)run.Ticks / ticksPerSecond, name, filter, title);
    }

    /// <summary>Counts a filter that was suspended.</summary>
    internal void Suspended(Survey survey, FilterTally tally) => _suspended.Add(1, NameOf(survey), new("filter", tally.Filter.Id), new("name", tally.Filter.Name));

    /// <summary>Counts what was read for filters beside alerts and objects.</summary>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="history">Earlier alerts of bodies.</param>
    /// <param name="cut">Alerts whose bodies have more of them than are read.</param>
    /// <param name="listed">Alerts of objects on watch lists.</param>
    public void BesideRead(Survey survey, long history, long cut, long listed)
    {
        _history.Add(history, NameOf(survey));
        _historyCut.Add(cut, NameOf(survey));
        _listed.Add(listed, NameOf(survey));
    }

    /// <inheritdoc/>
    protected override void Begin(KeyValuePair<string, object?> survey)
    {
        _batches.Add(0, survey, new("status", "ok"));
        _history.Add(0, survey);
        _historyCut.Add(0, survey);
        _listed.Add(0, survey);
        foreach (var (status, reason) in ((string, string)[])[("ok", "included"), ("ok", "excluded"), ("ok", "sent_back"), ("error", "kafka_send"), ("error", "processing")])
            _alerts.Add(0, survey, new("status", status), new("reason", reason));
    }

    /// <summary>Begins to count topics from zero, lest the first message be missed by whoever looks at increases.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="topics">Its topics.</param>
    internal void Begin(Survey survey, IEnumerable<StreamTopic> topics)
    {
        foreach (var topic in topics)
        {
            var producer = topic.Name == StreamsOptions.ResultsOf(survey) ? "filter_worker" : "babamul";
            _published.Add(0, NameOf(survey), new("topic", topic.Name), new("producer", producer));
            _sent.TryAdd(topic.Name, 0);
        }
    }
}
