using Boom.Core.Alerts;
using Boom.Core.Pipeline;

namespace Boom.Cli.Hosting;

/// <summary>
/// Puts the candids of alerts that are stored and not enriched back in the enrichment queue: a queue that was lost loses no alert.
/// </summary>
internal static class ForwardUnenriched
{
    const int BatchSize = 1000;

    /// <summary>Forwards all of one survey; answers how many.</summary>
    public static async Task<long> RunAsync(IAlertStore store, ILeasedQueue enrichment, Survey survey, CancellationToken cancellationToken)
    {
        long forwarded = 0;
        for (var after = long.MinValue; ;)
        {
            var candids = await store.FindUnenrichedAsync(survey, after, BatchSize, cancellationToken);
            if (candids.Count == 0)
                return forwarded;
            await enrichment.PushAsync([.. candids.Select(Message)], cancellationToken);
            forwarded += candids.Count;
            after = candids[^1];
        }
    }

    // The packet is long settled; the message goes back to the store.
    static QueueMessage Message(long candid) => new(new PacketOrigin("store", 0, candid, 0), null, CandidText.Encode(candid));
}
