using Boom.Core.Surveys;

namespace Boom.Lab.Bench.Visits;

/// <summary>What <c>boom bench visits</c> does.</summary>
/// <param name="Survey">Whose packets.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Alerts">Alerts of a visit.</param>
/// <param name="Cadence">From one visit to the next.</param>
/// <param name="Partitions">Partitions of the topic.</param>
internal sealed record VisitOptions(Survey Survey, int Visits, int Alerts, TimeSpan Cadence, int Partitions)
{
    /// <summary>The survey that sends whole visits.</summary>
    public const Survey DefaultSurvey = Survey.Lsst;
}
