namespace Boom.Core.Surveys;

/// <summary>In which other survey the same object is looked for.</summary>
/// <param name="Partner">The other survey.</param>
/// <param name="RadiusArcsec">The larger of both surveys' position uncertainties, arcsec.</param>
/// <param name="MinDecDegrees">Southern limit of the other survey, degrees, inclusive.</param>
/// <param name="MaxDecDegrees">Northern limit of the other survey, degrees, inclusive.</param>
public sealed record AliasRule(Survey Partner, double RadiusArcsec, double MinDecDegrees, double MaxDecDegrees)
{
    /// <summary>Whether the other survey sees this declination.</summary>
    public bool Covers(double decDegrees) => decDegrees >= MinDecDegrees && decDegrees <= MaxDecDegrees;
}
