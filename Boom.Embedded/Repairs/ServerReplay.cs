using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;

namespace Boom.Embedded.Repairs;

/// <summary>
/// Puts dead letters back in the queues of servers, and waits until the programs that run there have an outcome for each. A letter is
/// removed only when its effect is durable, so an end in between loses nothing.
/// </summary>
public static class ServerReplay
{
    static readonly RetryOptions Waits = new() { FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(5), RetriesFaults = false };

    /// <summary>Letters given up meanwhile that are read beside those replayed: a letter that fails again is among the newest.</summary>
    const int OthersListed = 1_000;

    /// <summary>Replays the letters of these ids.</summary>
    /// <param name="store">The letters, and their outcomes.</param>
    /// <param name="due">The alerts that filter workers have not sent.</param>
    /// <param name="queueOf">The queue of the stage that gave a letter up.</param>
    /// <param name="ids">Which letters.</param>
    /// <param name="patience">How long to wait for outcomes.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="stop">The person's wish to wait no longer.</param>
    /// <exception cref="TransientFaultException">Store or queue server do not answer; it may be run again.</exception>
    public static async Task<ReplayOutcome> RunAsync(
        IAlertStore store, IDueAlerts due, Func<DeadLetter, ILeasedQueue> queueOf, IReadOnlyList<string> ids, TimeSpan patience, TimeProvider time,
        CancellationToken stop)
    {
        var (waiting, unknown) = await DeadLetterReplay.QueueAsync(store, due, queueOf, ids, stop);
        var succeeded = new List<string>();
        var failed = new List<DeadLetter>();
        var started = time.GetTimestamp();
        try
        {
            await new Retry(Waits, time, seed: 1).UntilAsync(
                async _ => (waiting = await SettleAsync(store, due, waiting, succeeded, failed)).Count == 0, stop, () => time.GetElapsedTime(started) < patience);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What has no outcome yet is told as waiting.
        }

        return new ReplayOutcome(succeeded, failed, unknown, [.. waiting.Select(letter => letter.Id)]);
    }

    /// <summary>Answers those that have no outcome yet.</summary>
    static async Task<List<DeadLetter>> SettleAsync(IAlertStore store, IDueAlerts due, List<DeadLetter> letters, List<string> succeeded, List<DeadLetter> failed)
    {
        var waiting = new List<DeadLetter>();
        var ledgers = new Dictionary<string, IReadOnlyList<LedgerPartition>>(StringComparer.Ordinal);
        var newest = (await store.ListDeadLettersAsync(letters.Count + OthersListed, CancellationToken.None))
            .ToDictionary(letter => letter.Id, letter => letter.AtMs, StringComparer.Ordinal);
        foreach (var letter in letters)
        {
            if (await DeadLetterReplay.IsProcessedAsync(store, due, letter, ledgers))
            {
                await store.RemoveDeadLetterAsync(letter.Id, discard: false, CancellationToken.None);
                succeeded.Add(letter.Id);
            }
            else if (newest.TryGetValue(letter.Id, out var atMs) && atMs != letter.AtMs
                && await store.FindDeadLetterAsync(letter.Id, CancellationToken.None) is { } now)
            {
                failed.Add(await DeadLetterReplay.CountAttemptsAsync(store, letter, now));
            }
            else
            {
                waiting.Add(letter);
            }
        }

        return waiting;
    }
}
