namespace Boom.Lab.Drill;

/// <summary>How a run ended.</summary>
/// <param name="Faults">What was done to it.</param>
/// <param name="Published">Packets published, those that were sent again too.</param>
/// <param name="Expired">Packets that the broker was made to lose before they were read.</param>
/// <param name="Lost">Packets without outcome, alerts that are not stored, messages and hits that are not there.</param>
/// <param name="Duplicated">Alerts, points of light curves or hits that are stored more than once.</param>
/// <param name="HalfStored">Alerts without cutouts, object, points or enrichment.</param>
/// <param name="Passing">Alerts that filters must let pass; of each a message and a hit were looked for.</param>
/// <param name="Public">Alerts that the public streams must have.</param>
/// <param name="Sent">Messages that were read.</param>
/// <param name="Recovery">From the end of the last fault, or of the publishing, until everything was done.</param>
/// <param name="Elapsed">The whole run.</param>
/// <param name="Problems">All that was not as it should be, a sentence each.</param>
internal sealed record DrillResult(
    ulong Seed, IReadOnlyList<DrillFault> Faults, long Published, long Expired, long Lost, long Duplicated, long HalfStored, long Passing, long Public, long Sent, TimeSpan Recovery,
    TimeSpan Elapsed, IReadOnlyList<string> Problems)
{
    /// <summary>Nothing lost, nothing twice, nothing in halves, and every program behaved.</summary>
    public bool IsSound => Problems.Count == 0 && Lost == 0 && Duplicated == 0 && HalfStored == 0;
}
