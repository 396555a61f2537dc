using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>The store as people see it: look-ups that change nothing. Documents are BSON bytes.</summary>
public interface IAlertReader
{
    /// <summary>Cutouts document of an alert, or null.</summary>
    ValueTask<byte[]?> ReadCutoutsAsync(Survey survey, long candid, CancellationToken cancellationToken);

    /// <summary>Alerts of one object, newest first.</summary>
    ValueTask<IReadOnlyList<AlertSummary>> ListAlertsAsync(Survey survey, string objectId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Candids greater than <paramref name="afterCandid"/> of the alerts of a span, ascending: what a walk through the store goes by, page after page.
    /// </summary>
    ValueTask<IReadOnlyList<long>> ListCandidsAsync(Survey survey, AlertSpan span, long afterCandid, int limit, CancellationToken cancellationToken);

    /// <summary>Objects within the radius, nearest first.</summary>
    ValueTask<IReadOnlyList<ObjectHit>> ConeSearchAsync(
        Survey survey, SkyPosition centre, double radiusArcsec, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The brightest alerts (one per object, its brightest) among the objects first stored at or after <paramref name="sinceJd"/>
    /// (<c>created_at</c> of the object, Julian date). Real magnitudes only, no sentinels.
    /// </summary>
    ValueTask<IReadOnlyList<AlertSummary>> ListBrightestNewAsync(Survey survey, double sinceJd, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The object that a solar-system designation stands for (<c>designation</c> of the object, as it is written); null when there is none.
    /// </summary>
    ValueTask<string?> FindDesignationAsync(Survey survey, string designation, CancellationToken cancellationToken);

    /// <summary>Counts of one survey, at once; a store may estimate them.</summary>
    ValueTask<StoreCounts> CountAsync(Survey survey, CancellationToken cancellationToken);

    /// <summary>How many alerts of a survey are stored, counted and not estimated, however long that takes.</summary>
    async ValueTask<long> CountAlertsAsync(Survey survey, CancellationToken cancellationToken) => (await CountAsync(survey, cancellationToken)).Alerts;
}

/// <summary>One line about a stored alert. Its magnitude is that of the field that its survey names (<see cref="ISurvey.MagnitudeField"/>); NaN for none.</summary>
public sealed record AlertSummary(long Candid, string ObjectId, double Jd, double Magpsf, SkyPosition Position, bool Enriched);

/// <summary>An object found by position.</summary>
public sealed record ObjectHit(Survey Survey, string ObjectId, SkyPosition Position, double DistanceArcsec);

/// <summary>How much a store holds of one survey.</summary>
public readonly record struct StoreCounts(long Alerts, long Enriched, long Objects, long Cutouts, long DeadLetters);
