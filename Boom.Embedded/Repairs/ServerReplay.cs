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
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Letters given up meanwhile that are read beside those replayed: a letter that fails again is among the newest.</summary>
    const int OthersListed = 1_000;

    /// <summary>Replays the letters of these ids.</summary>
    /// <param name="store">The letters, and their outcomes.</param>
    /// <param name="queueOf">The queue of the stage that gave a letter up.</param>
    /// <param name="ids">Which letters.</param>
    /// <param name="patience">How long to wait for outcomes.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="stop">The person's wish to wait no longer.</param>
    /// <exception cref="TransientFaultException">Store or queue server do not answer; it may be run again.</exception>
    public static async Task<ReplayOutcome> RunAsync(
        IAlertStore store, Func<DeadLetter, ILeasedQueue> queueOf, IReadOnlyList<string> ids, TimeSpan patience, TimeProvider time,
        CancellationToken stop)
    {
        var waiting = new List<DeadLetter>();
        var unknown = new List<string>();
        foreach (var id in ids)
        {
            if (await store.FindDeadLetterAsync(id, stop) is not { } letter)
            {
                unknown.Add(id);
                continue;
            }

            await queueOf(letter).PushAsync([new QueueMessage(letter.Origin, null, letter.Payload)], stop);
            waiting.Add(letter with { Payload = default });
        }

        var succeeded = new List<string>();
        var failed = new List<DeadLetter>();
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            waiting = await SettleAsync(store, waiting, succeeded, failed);
            var left = patience - time.GetElapsedTime(started);
            if (waiting.Count == 0 || left <= TimeSpan.Zero || !await WaitAsync(pause < left ? pause : left, time, stop))
                return new ReplayOutcome(succeeded, failed, unknown, [.. waiting.Select(letter => letter.Id)]);
        }
    }

    /// <summary>Answers those that have no outcome yet.</summary>
    static async Task<List<DeadLetter>> SettleAsync(
        IAlertStore store, List<DeadLetter> letters, List<string> succeeded, List<DeadLetter> failed)
    {
        var waiting = new List<DeadLetter>();
        var ledgers = new Dictionary<string, IReadOnlyList<LedgerPartition>>(StringComparer.Ordinal);
        var newest = (await store.ListDeadLettersAsync(letters.Count + OthersListed, CancellationToken.None))
            .ToDictionary(letter => letter.Id, letter => letter.AtMs, StringComparer.Ordinal);
        foreach (var letter in letters)
        {
            if (await DeadLetterReplay.IsProcessedAsync(store, letter, ledgers))
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

    static async Task<bool> WaitAsync(TimeSpan pause, TimeProvider time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
