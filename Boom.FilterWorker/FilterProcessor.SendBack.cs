using System.Diagnostics;
using Boom.Core.Alerts;
using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Telemetry;

namespace Boom.FilterWorker;

/// <content>Alerts that go back to the enrichers, as a filter asks for scores that were left out.</content>
sealed partial class FilterProcessor
{
    IReadOnlyList<ClaimedMessage> _batch = [];

    /// <summary>
    /// Sends alerts back, and takes them out of what is in hand. They stay due. In the store first: from then on they wait for the enrichers, whoever ends this
    /// program before they are queued. Their documents say that it is done, which it is once.
    /// </summary>
    async ValueTask<FilterOutcome> SendBackAsync(
        List<AlertDocuments> documents, List<AlertDocuments> analysed, FilterOutcome outcome, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var requests = new List<ScoreRequest>(outcome.Asked.Count);
        var messages = new List<QueueMessage>(outcome.Asked.Count);
        foreach (var number in outcome.Asked)
        {
            var alert = analysed[number];
            if (EnrichmentStamp.ReadMs(alert.Alert.Span) is { } mark)
                requests.Add(new ScoreRequest(alert.Candid, mark, now));
            messages.Add(MessageOf(alert.Candid));
        }

        await services.Store.SendBackAsync(Survey, requests, cancellationToken);
        await services.Enrichment.PushAsync(BatchSpan.Carry(Activity.Current, messages), cancellationToken);
        services.Telemetry.SentBack(Survey, messages.Count);
        var asked = outcome.Asked.ConvertAll(number => analysed[number]).ToHashSet(ReferenceEqualityComparer.Instance);
        documents.RemoveAll(asked.Contains);
        analysed.RemoveAll(asked.Contains);
        return outcome.WithoutAsked();
    }

    // As it came: the enrichers' queue has the same messages, and ages and traces go on.
    QueueMessage MessageOf(long candid)
    {
        foreach (var message in _batch)
        {
            if (CandidText.TryParse(message.Message.Payload.Span, out var other) && other == candid)
                return new QueueMessage(message.Message.Origin, message.Message.TraceParent, CandidText.Encode(candid));
        }

        return new QueueMessage(new PacketOrigin("store", 0, candid, 0), null, CandidText.Encode(candid));
    }
}
