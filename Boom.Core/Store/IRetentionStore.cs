using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>
/// Removes what has been kept for long enough, a bounded batch per call. An alert that waits for the enricher keeps everything, objects are kept, and so is the
/// ledger. Each call may be repeated, and made by several programs at once. Calls throw <see cref="TransientFaultException"/> when the store is away or busy.
/// </summary>
public interface IRetentionStore
{
    /// <summary>Whether a writer that comes too late or dies can leave pages that no object refers to: false where pages and heads are written in one transaction.</summary>
    bool CanHaveOrphanPages => true;

    /// <summary>Takes or renews the turn to remove, so that one program does it at a time; false while another has it.</summary>
    /// <param name="holder">Names the program.</param>
    /// <param name="now">Its time.</param>
    /// <param name="duration">After so long without renewal others may take the turn.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> TryTakeTurnAsync(string holder, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>The time of the store's own server; null when it has none. Ages count from the earlier of two clocks.</summary>
    ValueTask<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken);

    /// <summary>Removes cutouts of enriched alerts that were stored before a time. A store may keep the last ones, and take others some time later.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="before">The time.</param>
    /// <param name="cursor">Null for the first batch, then what the batch before answered.</param>
    /// <param name="limit">Alerts that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RemovedBatch> RemoveCutoutsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Removes enriched alerts that were stored before a time, with their cutouts, and counts them (<see cref="CountRemovedAlertsAsync"/>).</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="before">The time.</param>
    /// <param name="cursor">Null for the first batch, then what the batch before answered.</param>
    /// <param name="limit">Alerts that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RemovedBatch> RemoveAlertsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Removes dead letters that were given up before a time; the packets of their stage <c>alert</c> are rejected from then on.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="before">The time.</param>
    /// <param name="cursor">Null for the first batch, then what the batch before answered.</param>
    /// <param name="limit">Letters that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RemovedBatch> RemoveDeadLettersAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Removes pages that were written before a time and that no object refers to.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="before">The time; some hours ago, as a writer may be about to refer to one.</param>
    /// <param name="cursor">Null for the first batch, then what the batch before answered.</param>
    /// <param name="limit">Pages that are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RemovedBatch> RemoveOrphanPagesAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Removes what filters have cost where it was last counted before a time, whatever night it is of.</summary>
    /// <param name="survey">Whose alerts.</param>
    /// <param name="before">The time.</param>
    /// <param name="cursor">Null for the first batch, then what the batch before answered.</param>
    /// <param name="limit">Counts that are looked at, each of a version of a filter, a night and a program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RemovedBatch> RemoveFilterCostsAsync(Survey survey, DateTimeOffset before, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>How many alerts have been removed since the store was made; with those that are being removed, never too few.</summary>
    ValueTask<long> CountRemovedAlertsAsync(Survey survey, CancellationToken cancellationToken);
}

/// <summary>What one call has removed.</summary>
/// <param name="Removed">How many.</param>
/// <param name="Cursor">Where the next call goes on; null when there is nothing left to look at.</param>
public readonly record struct RemovedBatch(long Removed, string? Cursor);
