using System.Collections;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Embedded.Repairs;

/// <summary>
/// Puts the candids of alerts that are stored and not enriched back in the enrichment queue: a queue that was lost loses no alert.
/// Memory is bounded, some 16 bytes for each of the alerts looked at together.
/// </summary>
public static class ForwardUnenriched
{
    /// <summary>Alerts looked at together; the queue is read once for each such part.</summary>
    public const int PartSize = 1_000_000;

    const int PageSize = 10_000;
    const int BatchSize = 1_000;

    /// <summary>Letters looked at; an alert of an older one is tried again, which replaces its letter.</summary>
    const int MaxLetters = 100_000;

    /// <summary>
    /// Forwards those of one survey that are not in the queue. One that comes into the queue meanwhile may be there twice; the enricher
    /// then enriches it twice, to the same effect.
    /// </summary>
    /// <param name="store">Which alerts there are.</param>
    /// <param name="enrichment">The queue; when it is no <see cref="IQueueContents"/>, all are forwarded.</param>
    /// <param name="survey">The survey.</param>
    /// <param name="cancellationToken">Ends it; what was forwarded stays so.</param>
    /// <param name="partSize">Alerts looked at together.</param>
    /// <exception cref="TransientFaultException">Store or queue server do not answer; it may be run again.</exception>
    public static async Task<ForwardOutcome> RunAsync(
        IAlertStore store, ILeasedQueue enrichment, Survey survey, CancellationToken cancellationToken, int partSize = PartSize)
    {
        var outcome = default(ForwardOutcome);
        var part = new List<long>();
        for (var after = long.MinValue; ; after = part[^1])
        {
            part.Clear();
            await ReadPartAsync(store, survey, after, part, partSize, cancellationToken);
            if (part.Count == 0)
                return outcome;
            var skipped = new BitArray(part.Count);
            var deadLettered = await MarkLettersAsync(store, survey, part, skipped, cancellationToken);
            var queued = enrichment is IQueueContents contents ? await MarkQueuedAsync(contents, part, skipped, cancellationToken) : 0;
            var forwarded = await PushAsync(store, enrichment, survey, part, skipped, cancellationToken);
            outcome += new ForwardOutcome(forwarded, queued, deadLettered);
        }
    }

    static async Task ReadPartAsync(
        IAlertStore store, Survey survey, long after, List<long> part, int partSize, CancellationToken cancellationToken)
    {
        while (part.Count < partSize)
        {
            var limit = Math.Min(PageSize, partSize - part.Count);
            var page = await store.FindUnenrichedAsync(survey, after, limit, cancellationToken);
            part.AddRange(page);
            if (page.Count < limit)
                return;
            after = page[^1];
        }
    }

    static async Task<long> MarkLettersAsync(
        IAlertStore store, Survey survey, List<long> part, BitArray skipped, CancellationToken cancellationToken)
    {
        long marked = 0;
        foreach (var letter in await store.ListDeadLettersAsync(MaxLetters, cancellationToken))
        {
            if (letter.Stage == DeadLetterStages.Enrichment && letter.Survey == survey && letter.Candid is { } candid)
                marked += Mark(part, skipped, candid);
        }

        return marked;
    }

    static async Task<long> MarkQueuedAsync(IQueueContents queue, List<long> part, BitArray skipped, CancellationToken cancellationToken)
    {
        long marked = 0;
        await foreach (var message in queue.ReadAsync(cancellationToken))
        {
            if (CandidText.TryParse(message.Payload.Span, out var candid))
                marked += Mark(part, skipped, candid);
        }

        return marked;
    }

    static int Mark(List<long> part, BitArray skipped, long candid)
    {
        var index = part.BinarySearch(candid);
        if (index < 0 || skipped[index])
            return 0;
        skipped[index] = true;
        return 1;
    }

    static async Task<long> PushAsync(
        IAlertStore store, ILeasedQueue enrichment, Survey survey, List<long> part, BitArray skipped, CancellationToken cancellationToken)
    {
        long forwarded = 0;
        var batch = new List<long>(BatchSize);
        for (var i = 0; i < part.Count; i++)
        {
            if (!skipped[i])
                batch.Add(part[i]);
            if (batch.Count < BatchSize && i < part.Count - 1)
                continue;
            forwarded += await PushAsync(store, enrichment, survey, batch, cancellationToken);
            batch.Clear();
        }

        return forwarded;
    }

    // Looked at once more: what was done between the two readings is in neither.
    static async Task<int> PushAsync(
        IAlertStore store, ILeasedQueue enrichment, Survey survey, List<long> candids, CancellationToken cancellationToken)
    {
        var messages = new List<QueueMessage>(candids.Count);
        foreach (var (candid, (state, origin)) in await store.FindAlertsAsync(survey, candids, cancellationToken))
        {
            if (state == AlertState.Stored)
                messages.Add(Message(candid, origin));
        }

        await enrichment.PushAsync(messages, cancellationToken);
        return messages.Count;
    }

    // With the origin of its packet an alert that fails again replaces its own letter.
    static QueueMessage Message(long candid, PacketOrigin? origin) =>
        new(origin ?? new PacketOrigin("store", 0, candid, 0), null, CandidText.Encode(candid));
}
