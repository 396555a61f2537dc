using Boom.Core.Surveys;

namespace Boom.Lab.Bench;

/// <summary>What the sections of <c>boom bench ingest</c> are held against, by survey: the packets of one are ten times as large as those of another.</summary>
/// <param name="DecodePerSecond">Packets decoded by one thread; null when there is no goal, as below.</param>
/// <param name="StorePerSecond">Alerts stored by one worker.</param>
/// <param name="RunPerSecond">Alerts that a whole run takes, from broker to enriched.</param>
/// <param name="DecodeReference">What the Rust reference does, empty when it was not measured, as below.</param>
/// <param name="StoreReference">The same of storing.</param>
/// <param name="EnrichReference">The same of enriching.</param>
/// <param name="RunReference">The same of a whole run.</param>
internal sealed record IngestGoals(
    double? DecodePerSecond, double? StorePerSecond, double? RunPerSecond, string DecodeReference, string StoreReference, string EnrichReference, string RunReference)
{
    static readonly IngestGoals None = new(null, null, null, "", "", "", "");

    // The reference is BOOM's Rust programs on two virtual cores, nothing else running, against a database that answers at once.
    static readonly IngestGoals Ztf = new(
        80_000, 3_000, 1_500, "3,660/s per thread", "206 to 278/s quiet, 466 to 620/s busy", "201/s with six networks; none without",
        "233 to 264/s with networks and filters, both cores full");

    /// <summary>The goals of a survey.</summary>
    public static IngestGoals Of(Survey survey) => survey switch
    {
        Survey.Ztf => Ztf,
        Survey.Lsst => None with { StorePerSecond = 1_200 },
        _ => None,
    };
}
