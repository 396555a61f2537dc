using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Hosting.Retention;

/// <summary>
/// One walk through what is old, of all surveys: cutouts, alerts, dead letters, what filters cost, and pages that no object refers to. Batch after batch, each followed by a rest as
/// long as the batch took, so that it takes half of what one worker would at most. It goes on only while the turn is this program's.
/// </summary>
/// <param name="store">Where it is removed.</param>
/// <param name="options">How long things are kept.</param>
/// <param name="surveys">Whose.</param>
/// <param name="holder">Names this program.</param>
/// <param name="telemetry">Counts.</param>
/// <param name="time">Clock of ages and rests.</param>
sealed class RetentionSweep(
    IRetentionStore store, RetentionOptions options, IReadOnlyList<Survey> surveys, string holder, RetentionTelemetry telemetry, TimeProvider time)
{
    /// <summary>Alerts, letters, counts or pages of one batch.</summary>
    internal const int BatchSize = 500;

    /// <summary>A program that has ended is followed by another after so long.</summary>
    internal static readonly TimeSpan Turn = TimeSpan.FromMinutes(10);

    /// <summary>No writer takes so long from a page to the head that refers to it.</summary>
    internal static readonly TimeSpan PageAge = TimeSpan.FromDays(1);

    /// <summary>Looking through all pages takes long, and few of them are orphans.</summary>
    internal static readonly TimeSpan PageInterval = TimeSpan.FromDays(1);

    static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(10);

    long? _lookedAtPages;

    /// <summary>A batch of one kind.</summary>
    delegate ValueTask<RemovedBatch> Remove(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken);

    // Orphan pages come about whatever is kept for ever.
    bool ArePagesDue => store.CanHaveOrphanPages && (_lookedAtPages is not { } last || time.GetElapsedTime(last) >= PageInterval);

    bool IsDue => options.HasAny || ArePagesDue;

    /// <summary>Walks when there may be something to remove; answers how many were removed of each kind and survey. Empty when it is another program's turn.</summary>
    public async Task<IReadOnlyList<(string Kind, Survey Survey, long Count)>> RunAsync(CancellationToken cancellationToken)
    {
        var removed = new List<(string, Survey, long)>();
        if (!IsDue || !await TakeTurnAsync(cancellationToken))
            return removed;
        var (started, now) = (time.GetTimestamp(), await ReadNowAsync(cancellationToken));
        foreach (var survey in surveys)
        {
            var times = options[survey];
            if (times.CutoutsOrAlerts is { } cutouts)
                removed.Add(("cutouts", survey, await WalkAsync("cutouts", store.RemoveCutoutsAsync, survey, now - cutouts, cancellationToken)));
            if (times.Alerts is { } alerts)
                removed.Add(("alerts", survey, await WalkAsync("alerts", store.RemoveAlertsAsync, survey, now - alerts, cancellationToken)));
            if (times.DeadLetters is { } letters)
                removed.Add(("dead_letters", survey, await WalkAsync("dead_letters", store.RemoveDeadLettersAsync, survey, now - letters, cancellationToken)));
            if (times.FilterCosts is { } costs)
                removed.Add(("filter_costs", survey, await WalkAsync("filter_costs", store.RemoveFilterCostsAsync, survey, now - costs, cancellationToken)));
        }

        if (!ArePagesDue)
            return removed;
        foreach (var survey in surveys)
            removed.Add(("pages", survey, await WalkAsync("pages", store.RemoveOrphanPagesAsync, survey, now - PageAge, cancellationToken)));
        _lookedAtPages = started;
        return removed;
    }

    async Task<long> WalkAsync(string kind, Remove remove, Survey survey, DateTimeOffset before, CancellationToken cancellationToken)
    {
        long removed = 0;
        string? cursor = null;
        do
        {
            if (!await TakeTurnAsync(cancellationToken))
                break;
            var started = time.GetTimestamp();
            (var count, cursor) = await remove(survey, before, cursor, BatchSize, cancellationToken);
            telemetry.Removed(kind, survey, count);
            removed += count;
            var took = time.GetElapsedTime(started);
            if (cursor is not null)
                await Task.Delay(took > ShortestRest ? took : ShortestRest, time, cancellationToken);
        }
        while (cursor is not null);

        return removed;
    }

    ValueTask<bool> TakeTurnAsync(CancellationToken cancellationToken) => store.TryTakeTurnAsync(holder, time.GetUtcNow(), Turn, cancellationToken);

    /// <summary>The earlier of this machine's time and the store's: a clock that is ahead must not make things old.</summary>
    async Task<DateTimeOffset> ReadNowAsync(CancellationToken cancellationToken)
    {
        var own = time.GetUtcNow();
        return await store.ReadClockAsync(cancellationToken) is { } other && other < own ? other : own;
    }
}
