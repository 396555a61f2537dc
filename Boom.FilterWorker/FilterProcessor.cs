using System.Diagnostics;
using Boom.Core.Alerts;
using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.FilterWorker.Filters;
using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker;

/// <summary>
/// One filter worker's batch from queue to brokers. Documents are read once for all filters. Messages are confirmed, then hits are recorded, then the alerts are
/// not due any more: whatever ends the work in between, it is done again to the same effect.
/// </summary>
sealed partial class FilterProcessor(FilterServices services, FilterStep step, ILogger logger) : IBatchProcessor
{
    readonly AlertDocumentReader _reader = new(services.Survey, services.Store);
    FilterSelection? _selection;
    IFilterSet? _set;

    Survey Survey => step.Survey;

    public async ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var candids = ReadCandids(batch);
        _batch = batch;
        Activity.Current?.SetTag(BatchSpan.CandidsTag, candids.ToArray());
        var selection = await services.Filters.GetAsync(cancellationToken);
        await services.Topics.EnsureAsync(cancellationToken);
        var due = await services.FilterStore.FindDueAsync(Survey, candids, cancellationToken);
        services.Telemetry.Count(Survey, "repeat", candids.Count - due.Count);
        if (due.Count > 0 && (step.HasPublicStream || selection.Tallies.Count > 0))
            await FilterAsync(due, selection, cancellationToken);
        else if (due.Count > 0)
            await PassByAsync(due, cancellationToken);
        services.Telemetry.BatchProcessed(Survey, batch, services.Time.GetElapsedTime(started), services.Time.GetUtcNow());
    }

    public async ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        var letter = DeadLetter.OfAlert(Survey, message, reason, services.Time.GetUtcNow(), DeadLetterStages.Filter);
        await services.Store.AddDeadLettersAsync([letter], cancellationToken);

        // From here on it is the letter's: a replay makes it due again.
        if (letter.Candid is { } candid)
            await services.FilterStore.RemoveDueAsync(Survey, [candid], cancellationToken);
        services.Telemetry.Count(Survey, "processing", 1, isError: true);
        FilterWorkerLog.DeadLettered(logger, letter);
    }

    public void Dispose()
    {
        _set?.Dispose();
        step.Dispose();
    }

    // Nobody wants to know: there is neither a filter nor a stream.
    async ValueTask PassByAsync(IReadOnlySet<long> due, CancellationToken cancellationToken)
    {
        await services.FilterStore.RemoveDueAsync(Survey, due, cancellationToken);
        services.Telemetry.Count(Survey, "excluded", due.Count);
    }

    async ValueTask FilterAsync(IReadOnlySet<long> due, FilterSelection selection, CancellationToken cancellationToken)
    {
        Compile(selection);
        var alerts = await _reader.ReadAlertsAsync(due, cancellationToken);
        for (var first = 0; first < alerts.Count;)
        {
            var count = Math.Min(SliceSize, alerts.Count - first);
            await FilterSliceAsync(alerts.GetRange(first, count), selection, cancellationToken);
            first += count;
        }
    }

    async ValueTask FilterSliceAsync(List<AlertToEnrich> alerts, FilterSelection selection, CancellationToken cancellationToken)
    {
        var documents = await ReadAsync(alerts, cancellationToken);
        var analysed = documents.FindAll(alert => alert.HasProperties);
        services.Telemetry.Count(Survey, "light_curve", documents.Count - analysed.Count);
        var now = services.Time.GetUtcNow();
        var outcome = step.EvaluateScored(analysed, _set, selection.ById);
        if (outcome.Asked.Count > 0)
            outcome = await SendBackAsync(documents, analysed, outcome, cancellationToken);
        await SendAsync(analysed, outcome, now, cancellationToken);
        await services.FilterStore.AddHitsAsync(HitsOf(analysed, outcome, now), cancellationToken);
        await services.FilterStore.RemoveDueAsync(Survey, documents.ConvertAll(alert => alert.Candid), cancellationToken);
        Tell(outcome);
        await services.Filters.KeepSuspensionsAsync(cancellationToken);
        services.Filters.Costs.Add(outcome);
        var included = outcome.Passes.Count(passes => passes.Count > 0);
        services.Telemetry.Count(Survey, "included", included);
        services.Telemetry.Count(Survey, "excluded", analysed.Count - included);
    }

    async ValueTask SendAsync(List<AlertDocuments> alerts, FilterOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var passed = new List<long>();
        for (var i = 0; i < alerts.Count; i++)
        {
            if (outcome.Passes[i].Count > 0)
                passed.Add(alerts[i].Candid);
        }

        using var cutouts = passed.Count > 0 ? await services.Store.ReadCutoutsAsync(Survey, passed, cancellationToken) : new CutoutBatch();
        var parcel = new Parcel();
        for (var i = 0; i < alerts.Count; i++)
        {
            if (step.MakePublic(alerts[i]) is { } verdict)
                AddPublic(parcel, alerts[i], verdict, now);
            if (outcome.Passes[i].Count > 0)
                parcel.Add(step.MakeResults(alerts[i], outcome.Passes[i], (cutouts[alerts[i].Candid] ?? default).Span, now), alerts[i], isPublic: false);
            if (parcel.IsFull)
                await SendAsync(parcel, cancellationToken);
        }

        await SendAsync(parcel, cancellationToken);
    }

    void AddPublic(Parcel parcel, AlertDocuments alert, PublicVerdict verdict, DateTimeOffset now)
    {
        if (verdict.Message is { } message)
            parcel.Add(FilterStep.Address(alert, message, now), alert, isPublic: true);
        else
            services.Telemetry.NotPublished(Survey, verdict.Withheld!);
    }

    async ValueTask SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        if (parcel.Messages.Count == 0)
            return;
        var refused = await DeliverAsync(parcel.Messages, cancellationToken);
        if (refused.Count > 0)
            await KeepAsync(refused, cancellationToken);
        var now = services.Time.GetUtcNow();
        var lost = refused.Select(refusal => refusal.Message).ToHashSet();
        for (var i = 0; i < parcel.Messages.Count; i++)
        {
            var message = parcel.Messages[i];
            if (lost.Contains(message))
                continue;
            services.Telemetry.Delivered(Survey, message, parcel.IsPublic[i], parcel.Alerts[i].Jd, now);
            if (logger.IsEnabled(LogLevel.Debug))
                FilterWorkerLog.Sent(logger, message.Candid, message.Key, message.Topic);
        }

        parcel.Clear();
    }

    async ValueTask<IReadOnlyList<RefusedMessage>> DeliverAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Sink.SendAsync(messages, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException)
        {
            // It may be that somebody has deleted a topic: the next try makes it again.
            services.Topics.Doubt();
            throw;
        }
    }

    // The other alerts go on; what is kept has its reason, and can be replayed when the brokers take larger messages.
    async ValueTask KeepAsync(IReadOnlyList<RefusedMessage> refused, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        DeadLetter[] letters =
        [
            .. refused.DistinctBy(refusal => refusal.Message.Candid).Select(refusal => new DeadLetter(
                DeadLetter.IdOfAlert(Survey, refusal.Message.Candid, DeadLetterStages.Filter), Survey, DeadLetterStages.Filter, "refused",
                $"The brokers do not take its message to {refusal.Message.Topic} of {refusal.Message.Value.Length} bytes: {refusal.Reason}", 1,
                new PacketOrigin("store", 0, refusal.Message.Candid, 0), refusal.Message.Candid, refusal.Message.Key, now, CandidText.Encode(refusal.Message.Candid))),
        ];
        await services.Store.AddDeadLettersAsync(letters, cancellationToken);
        services.Telemetry.Count(Survey, "kafka_send", letters.Length, isError: true);
        foreach (var letter in letters)
            FilterWorkerLog.DeadLettered(logger, letter);
    }

    List<FilterHit> HitsOf(List<AlertDocuments> alerts, FilterOutcome outcome, DateTimeOffset now)
    {
        var hits = new List<FilterHit>();
        for (var i = 0; i < alerts.Count; i++)
        {
            foreach (var pass in outcome.Passes[i])
            {
                hits.Add(new FilterHit(
                    pass.Filter.Id, pass.Filter.ActiveVersion, Survey, alerts[i].Candid, alerts[i].ObjectId, alerts[i].Jd, now.ToUnixTimeMilliseconds(), pass.Annotations));
            }
        }

        return hits;
    }

    void Tell(FilterOutcome outcome)
    {
        foreach (var run in outcome.Runs)
        {
            services.Telemetry.Ran(Survey, run, services.Time.TimestampFrequency);
            if (run.FirstError is { } error)
                FilterWorkerLog.Erred(logger, run.Tally.Filter.Name, run.Tally.Filter.Id, run.Errors, error);
            if (run.Tally.Count(run.Passed, run.CountedTicks, services.Options.BudgetMicroseconds, services.Options.MatchRateOf(Survey)) is not { } reason)
                continue;
            services.Telemetry.Suspended(Survey, run.Tally);
            services.Filters.Suspend(run.Tally, reason);
        }
    }

    void Compile(FilterSelection selection)
    {
        if (ReferenceEquals(selection, _selection))
            return;
        _set?.Dispose();
        _set = selection.Tallies.Count > 0 ? services.Filters.Compile(selection) : null;
        _selection = selection;
    }

    static List<long> ReadCandids(IReadOnlyList<ClaimedMessage> batch)
    {
        var candids = new List<long>(batch.Count);
        foreach (var message in batch)
        {
            if (!CandidText.TryParse(message.Message.Payload.Span, out var candid))
                throw new InvalidDataException("A message of the filter queue is not a candid.");
            candids.Add(candid);
        }

        return candids;
    }

    /// <summary>Messages that are sent together.</summary>
    sealed class Parcel
    {
        const long MostBytes = 16L << 20;

        long _bytes;

        public List<OutgoingMessage> Messages { get; } = [];

        public List<AlertDocuments> Alerts { get; } = [];

        public List<bool> IsPublic { get; } = [];

        public bool IsFull => _bytes >= MostBytes;

        public void Add(OutgoingMessage message, AlertDocuments alert, bool isPublic)
        {
            Messages.Add(message);
            Alerts.Add(alert);
            IsPublic.Add(isPublic);
            _bytes += message.Value.Length;
        }

        public void Clear()
        {
            Messages.Clear();
            Alerts.Clear();
            IsPublic.Clear();
            _bytes = 0;
        }
    }
}
