using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting.Stages;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

/// <summary>Finds alerts that are stored, not enriched, and in no queue, and queues them for enrichment again.</summary>
/// <param name="survey">Survey of the alerts.</param>
/// <param name="queue">Enrichment queue.</param>
/// <param name="store">Where the alerts are.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="logger">Hears what was found; null when nobody does.</param>
public sealed class UnenrichedAlerts(Survey survey, ILeasedQueue queue, IAlertStore store, TimeProvider time, ILogger? logger = null)
    : LostAlerts(survey, queue, store, DeadLetterStages.Enrichment, time)
{
    readonly Survey _survey = survey;

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<long>> FindWaitingAsync(long afterCandid, int limit, CancellationToken cancellationToken) =>
        store.FindUnenrichedAsync(_survey, afterCandid, limit, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<IReadOnlyList<(long Candid, PacketOrigin? Origin)>> FindStillWaitingAsync(
        IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        var waiting = new List<(long, PacketOrigin?)>();
        foreach (var (candid, alert) in await store.FindAlertsAsync(_survey, candids, cancellationToken))
        {
            if (alert.State == AlertState.Stored)
                waiting.Add((candid, alert.Origin));
        }

        return waiting;
    }

    /// <inheritdoc/>
    protected override void TellFound(long count)
    {
        if (logger is not null)
            EnricherLog.Unenriched(logger, count, _survey.ToUpperName());
    }

    /// <inheritdoc/>
    protected override void TellPutOff(string reason)
    {
        if (logger is not null)
            EnricherLog.SweepPutOff(logger, reason);
    }
}
