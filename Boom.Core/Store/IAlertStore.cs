using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>
/// The store as the stages see it: batches in, documents as BSON bytes. Calls throw <see cref="TransientFaultException"/> when the
/// store is away or busy; a batch may then be written again, whole.
/// </summary>
public interface IAlertStore : ILedger, IDeadLetterStore, IIntakeSwitch, ICatalogStore, IRetentionStore
{
    /// <summary>Of the candids, those that are stored: how far each has come, and which packet brought it.</summary>
    ValueTask<IReadOnlyDictionary<long, StoredAlert>> FindAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a batch in repairing order: cutouts and hits of watch lists, objects, the names that they and their partners in other surveys have for each
    /// other, alert documents, then ledger and dead letters. Idempotent: what is there
    /// already is left as it is, byte for byte; a packet given as stored whose alerts another packet has brought meanwhile is recorded as a
    /// duplicate. Answers the alerts that can never be written; everything else is durable on return.
    /// </summary>
    ValueTask<IReadOnlyList<WriteFailure>> WriteAsync(AlertBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// For each position the nearest object of a survey within the radius, or null; the answer has the order of the positions. Objects that move are left out.
    /// </summary>
    ValueTask<IReadOnlyList<string?>> FindNearestObjectsAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken);

    /// <summary>Alert documents by candid; absent ones are left out.</summary>
    ValueTask<IReadOnlyDictionary<long, byte[]>> ReadAlertsAsync(
        Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>Object documents by objectId; absent ones are left out.</summary>
    ValueTask<IReadOnlyDictionary<string, byte[]>> ReadObjectsAsync(
        Survey survey, IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken);

    /// <summary>
    /// Alerts of bodies of the solar system, of a survey that names them (<see cref="Filters.FilterView.DesignationField"/>): for each span, in their order, the latest
    /// <paramref name="limit"/> of the body within it. Of a survey that does not, nothing.
    /// </summary>
    ValueTask<IReadOnlyList<BodyAlerts>> ReadBodyAlertsAsync(Survey survey, IReadOnlyList<BodySpan> spans, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Cutouts documents, many at once, in memory that the caller gives back; absent ones are left out, and null stands for one that is not as it was written.
    /// </summary>
    ValueTask<CutoutBatch> ReadCutoutsAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>
    /// Writes back what the enricher found, and marks the alerts as enriched. Answers how many of them were found: one that is not stored, or is not as
    /// the update says that it was read, is left as it is.
    /// </summary>
    ValueTask<long> WriteEnrichmentsAsync(Survey survey, IReadOnlyList<EnrichmentUpdate> updates, CancellationToken cancellationToken);

    /// <summary>
    /// Sends enriched alerts back to the enrichers, as somebody asks for scores that they left out: they count as not enriched, keep what they have, and say
    /// since when (<see cref="AskedScores"/>). Answers how many; one that is not stored, or not as it was read, is left as it is.
    /// </summary>
    ValueTask<long> SendBackAsync(Survey survey, IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken);

    /// <summary>Candids greater than <paramref name="afterCandid"/> that are stored and not enriched, ascending.</summary>
    ValueTask<IReadOnlyList<long>> FindUnenrichedAsync(Survey survey, long afterCandid, int limit, CancellationToken cancellationToken);
}
