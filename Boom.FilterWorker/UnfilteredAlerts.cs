using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting.Stages;
using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker;

/// <summary>Finds alerts that are enriched, due at the filter stage, and in no queue, and queues them again.</summary>
/// <param name="survey">Survey of the alerts.</param>
/// <param name="queue">Filter queue.</param>
/// <param name="due">Where due alerts are noted.</param>
/// <param name="store">Where the alerts are.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="logger">Hears what was found; null when nobody does.</param>
public sealed class UnfilteredAlerts(Survey survey, ILeasedQueue queue, IDueAlerts due, IAlertStore store, TimeProvider time, ILogger? logger = null)
    : LostAlerts(survey, queue, store, DeadLetterStages.Filter, time)
{
    readonly Survey _survey = survey;

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<long>> FindWaitingAsync(long afterCandid, int limit, CancellationToken cancellationToken) =>
        due.ListDueAsync(_survey, afterCandid, limit, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<IReadOnlyList<(long Candid, PacketOrigin? Origin)>> FindStillWaitingAsync(
        IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        var still = await due.FindDueAsync(_survey, candids, cancellationToken);
        var waiting = new List<(long, PacketOrigin?)>();
        foreach (var (candid, alert) in await store.FindAlertsAsync(_survey, still, cancellationToken))
        {
            // One that is not enriched is the enrichers'.
            if (alert.State == AlertState.Enriched)
                waiting.Add((candid, alert.Origin));
        }

        return waiting;
    }

    /// <inheritdoc/>
    protected override void TellFound(long count)
    {
        if (logger is not null)
            FilterWorkerLog.Unfiltered(logger, count, _survey.ToUpperName());
    }

    /// <inheritdoc/>
    protected override void TellPutOff(string reason)
    {
        if (logger is not null)
            FilterWorkerLog.SweepPutOff(logger, reason);
    }
}
