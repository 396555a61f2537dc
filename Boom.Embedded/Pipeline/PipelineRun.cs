using Boom.Core.Resilience;
using Boom.Embedded.Plays;
using Boom.Embedded.Servers;

namespace Boom.Embedded.Pipeline;

/// <summary>One run of a pipeline from start to end: recovery, play, progress, and the account.</summary>
public static class PipelineRun
{
    /// <summary>How soon the end is noticed once everything is published.</summary>
    static readonly TimeSpan EndPoll = TimeSpan.FromMilliseconds(200);

    static readonly TimeSpan TroubleAfter = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Runs until all is done, or until <paramref name="stop"/>. A stop is no error: claimed work is finished or released, and the
    /// account says how far it came.
    /// </summary>
    /// <param name="host">The pipeline, started.</param>
    /// <param name="plans">What to publish, side by side; empty for nothing.</param>
    /// <param name="untilDone">End when all is published, stored and enriched; otherwise only <paramref name="stop"/> ends it.</param>
    /// <param name="view">Shows progress.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stop">The person's wish to end.</param>
    /// <param name="isEnough">Looked at while <paramref name="untilDone"/> holds: whether it may end though something is on its way still; null for no.</param>
    public static async Task<RunResult> ExecuteAsync(
        PipelineHost host, IReadOnlyList<PlayPlan> plans, bool untilDone, IRunView view, TimeProvider time, CancellationToken stop,
        Func<PipelineStatus, ValueTask<bool>>? isEnough = null)
    {
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        IReadOnlyList<PlayResult> played = [];
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, host.Failed);
        await view.ShowAsync(async show =>
        {
            var publishing = PublishAsync(host, plans, ending.Token);
            try
            {
                await WatchAsync(host, publishing, untilDone, isEnough, view, show, time, ending.Token);
            }
            finally
            {
                // Whatever ended the watch, nothing is published behind the back of the account.
                if (!publishing.IsCompleted)
                    await ending.CancelAsync();
            }

            played = await UnlessStoppedAsync(publishing, ending.Token);
        });
        host.ThrowIfFailed();
        var troubles = TroublesOf(host);
        await host.StopAsync();
        host.ThrowIfFailed();
        var account = await host.ReadAccountAsync(CancellationToken.None);
        return new RunResult(account, time.GetElapsedTime(started), played, stop.IsCancellationRequested, startedAt) { Troubles = troubles, Sent = host.Sent, SentAgain = host.SentAgain };
    }

    static async Task<IReadOnlyList<PlayResult>> PublishAsync(PipelineHost host, IReadOnlyList<PlayPlan> plans, CancellationToken cancellationToken)
    {
        // Reading a feed is synchronous work; it must not hold up the caller.
        await Task.Yield();
        await host.RecoverAsync(cancellationToken);

        // One that fails ends the others: nothing may be published that the run does not wait for.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await Task.WhenAll(plans.Select(plan => PlayAsync(host, plan, ending)));
    }

    static async Task<PlayResult> PlayAsync(PipelineHost host, PlayPlan plan, CancellationTokenSource ending)
    {
        try
        {
            return await Task.Run(() => host.Stack.PlayAsync(plan, ending.Token), ending.Token);
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }

    static async Task WatchAsync(
        PipelineHost host, Task publishing, bool untilDone, Func<PipelineStatus, ValueTask<bool>>? isEnough, IRunView view, Action<PipelineStatus> show,
        TimeProvider time, CancellationToken ending)
    {
        var isFirst = true;
        var stall = new StallWatch();
        while (!ending.IsCancellationRequested)
        {
            var published = publishing.IsCompleted;
            if (publishing.IsFaulted)
                return;
            if (await ReadStatusAsync(host, view, isFirst, time, ending) is { } status)
            {
                show(status with { Troubles = TroublesOf(host) });
                if (stall.Look(status, host.Stack.PlayerWaitsFor, host.Pulses.All.Select(pulse => pulse.Trouble ?? pulse.Pause).OfType<string>().Distinct()) is { } stalled)
                    view.Warn(stalled);
                if (untilDone && published && (status.IsIdle || (isEnough is not null && await isEnough(status))))
                    return;
            }

            isFirst = false;
            var pause = untilDone && published ? EndPoll : view.Interval;
            using var waking = CancellationTokenSource.CreateLinkedTokenSource(ending);
            var delay = Task.Delay(pause, time, waking.Token);
            await (published ? Task.WhenAny(delay) : Task.WhenAny(delay, publishing));
            await waking.CancelAsync();
        }
    }

    /// <summary>What workers wait for longer than one try of a server takes.</summary>
    static IReadOnlyList<string> TroublesOf(PipelineHost host) =>
        [.. host.Pulses.All.Where(pulse => pulse.TroubleTime >= TroubleAfter).Select(pulse => pulse.Trouble).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Null when a server is away or refuses: the stages wait for it as well. One that has never answered ends the run.</summary>
    static async ValueTask<PipelineStatus?> ReadStatusAsync(PipelineHost host, IRunView view, bool isFirst, TimeProvider time, CancellationToken ending)
    {
        try
        {
            return isFirst
                ? await FirstAnswer.OfAsync(_ => host.ReadStatusAsync(CancellationToken.None), view.Warn, time, ending)
                : await host.ReadStatusAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) when (!isFirst && fault is (TransientFaultException or PermanentFaultException))
        {
            view.Warn(fault.Message);
            return null;
        }
    }

    static async Task<IReadOnlyList<PlayResult>> UnlessStoppedAsync(Task<IReadOnlyList<PlayResult>> publishing, CancellationToken ending)
    {
        try
        {
            return await publishing;
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (TransientFaultException) when (ending.IsCancellationRequested)
        {
            // The last note of the journal could not be written; the next start finds out what it would have said.
            return [];
        }
    }
}
