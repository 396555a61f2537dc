using Boom.Core.Surveys;

namespace Boom.Simulation.Sky;

/// <summary>Who looks for partners where, and how far: written down again, so that a mistake in the pipeline is not one in the truth.</summary>
static class AliasRules
{
    /// <summary>Radius within which a survey looks for a partner's objects, in seconds of arc: the worse of their two uncertainties. Null when it
    /// does not.</summary>
    public static double? RadiusArcsec(Survey survey, Survey partner)
    {
        var looks = (survey, partner) switch
        {
            (Survey.Ztf, Survey.Lsst or Survey.Decam) => true,
            (Survey.Lsst, Survey.Ztf or Survey.Decam) => true,
            (Survey.Decam, Survey.Ztf or Survey.Lsst) => true,
            (Survey.Winter, Survey.Ztf or Survey.Lsst) => true,
            _ => false,
        };
        return looks ? Math.Max(UncertaintyArcsec(survey), UncertaintyArcsec(partner)) : null;
    }

    /// <summary>Whether a survey's sky reaches a declination.</summary>
    public static bool Covers(Survey survey, double decDegrees) =>
        survey is Survey.Ztf or Survey.Winter ? decDegrees is >= -30 and <= 90 : decDegrees is >= -90 and <= 33.5;

    static double UncertaintyArcsec(Survey survey) => survey switch
    {
        Survey.Lsst => 0.1,
        Survey.Decam => 1.24,
        _ => 2,
    };
}
