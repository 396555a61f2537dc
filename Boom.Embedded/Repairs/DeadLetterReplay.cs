using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Embedded.Pipeline;
using Boom.Hosting;

namespace Boom.Embedded.Repairs;

/// <summary>
/// Puts dead letters back in the queue of the stage that gave them up and reads the verdict from the store. A letter is removed only
/// when its effect is durable, so an end in between loses nothing.
/// </summary>
public static class DeadLetterReplay
{
    /// <summary>Replays the letters of these ids and waits until nothing is on its way.</summary>
    public static async Task<ReplayOutcome> RunAsync(
        PipelineHost host, IReadOnlyList<string> ids, IRunView view, TimeProvider time, CancellationToken stop)
    {
        var (letters, unknown) = await QueueAsync(host.Alerts, host.Filters, letter => QueueOf(host, letter), ids, stop);
        if (letters.Count > 0)
            await PipelineRun.ExecuteAsync(host, plans: [], untilDone: true, view, time, stop);
        stop.ThrowIfCancellationRequested();
        var ledgers = new Dictionary<string, IReadOnlyList<LedgerPartition>>(StringComparer.Ordinal);
        var succeeded = new List<string>();
        var failed = new List<DeadLetter>();
        foreach (var letter in letters)
        {
            if (!await IsProcessedAsync(host.Alerts, host.Filters, letter, ledgers))
            {
                var now = await host.Alerts.FindDeadLetterAsync(letter.Id, CancellationToken.None);
                failed.Add(now is null || now.AtMs <= letter.AtMs ? letter : await CountAttemptsAsync(host.Alerts, letter, now));
                continue;
            }

            // The store may have forgotten it already, with the outcome of the packet.
            await host.Alerts.RemoveDeadLetterAsync(letter.Id, discard: false, CancellationToken.None);
            succeeded.Add(letter.Id);
        }

        return new ReplayOutcome(succeeded, failed, unknown, []);
    }

    /// <summary>Puts the letters of these ids in their queues; answers them without their payloads, and the ids of which there is no letter.</summary>
    internal static async Task<(List<DeadLetter> Letters, List<string> Unknown)> QueueAsync(
        IAlertStore store, IDueAlerts due, Func<DeadLetter, ILeasedQueue> queueOf, IReadOnlyList<string> ids, CancellationToken stop)
    {
        var letters = new List<DeadLetter>();
        var unknown = new List<string>();
        foreach (var id in ids)
        {
            if (await store.FindDeadLetterAsync(id, stop) is not { } letter)
            {
                unknown.Add(id);
                continue;
            }

            // What the filter workers come upon and what is not due is a repeat to them.
            if (letter is { Stage: DeadLetterStages.Filter, Candid: { } candid })
                await due.AddDueAsync(letter.Survey, [candid], stop);
            await queueOf(letter).PushAsync([new QueueMessage(letter.Origin, null, letter.Payload)], stop);
            letters.Add(letter with { Payload = default });
        }

        return (letters, unknown);
    }

    /// <summary>Adds the attempts of a letter to those of the one that took its place: the stage counts from one again.</summary>
    internal static async ValueTask<DeadLetter> CountAttemptsAsync(IAlertStore store, DeadLetter before, DeadLetter now)
    {
        now = now with { Attempts = before.Attempts + now.Attempts };
        await store.AddDeadLettersAsync([now], CancellationToken.None);
        return now;
    }

    static ILeasedQueue QueueOf(PipelineHost host, DeadLetter letter) => letter.Stage switch
    {
        DeadLetterStages.Alert => host.Packets(letter.Survey),
        DeadLetterStages.Filter when host.HasFilterStage => host.Filter(letter.Survey),
        DeadLetterStages.Filter => throw new ExitException(
            ExitCode.Missing, $"The letter {letter.Id} is of the filter workers, and there are none: set Streams__Public__Enabled=true or activate a filter, and replay it again."),
        _ => host.Enrichment(letter.Survey),
    };

    // An alert that is given up again has a letter first, and is not due any more then.
    static async ValueTask<bool> IsSentAsync(IAlertStore store, IDueAlerts due, DeadLetter letter) =>
        letter.Candid is { } candid
        && (await due.FindDueAsync(letter.Survey, [candid], CancellationToken.None)).Count == 0
        && await store.FindDeadLetterAsync(letter.Id, CancellationToken.None) is { } now && now.AtMs == letter.AtMs;

    /// <summary>Whether what a letter holds has its effect.</summary>
    /// <param name="store">The letters and the outcomes of packets.</param>
    /// <param name="due">The alerts that filter workers have not sent.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="ledgers">Ledgers of topics that have been read; those that are needed join.</param>
    internal static async ValueTask<bool> IsProcessedAsync(
        IAlertStore store, IDueAlerts due, DeadLetter letter, Dictionary<string, IReadOnlyList<LedgerPartition>> ledgers)
    {
        if (letter.Stage == DeadLetterStages.Filter)
            return await IsSentAsync(store, due, letter);
        if (letter.Stage != DeadLetterStages.Alert)
        {
            if (letter.Candid is not { } candid)
                return false;
            var states = await store.FindAlertsAsync(letter.Survey, [candid], CancellationToken.None);
            return states.TryGetValue(candid, out var stored) && stored.State == AlertState.Enriched;
        }

        if (!ledgers.TryGetValue(letter.Origin.Topic, out var ledger))
            ledgers[letter.Origin.Topic] = ledger = await store.ReadLedgerAsync(letter.Origin.Topic, CancellationToken.None);
        foreach (var range in ledger.Where(partition => partition.Partition == letter.Origin.Partition).SelectMany(partition => partition.Ranges))
        {
            if (letter.Origin.Offset >= range.First && letter.Origin.Offset <= range.Last)
                return range.Outcome != PacketOutcome.DeadLettered;
        }

        return false;
    }
}
