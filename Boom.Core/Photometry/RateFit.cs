namespace Boom.Core.Photometry;

/// <summary>A weighted straight line through one side of a light curve.</summary>
/// <param name="Rate">Slope, mag per day; negative is brightening.</param>
/// <param name="RateError">Error of the slope, mag per day.</param>
/// <param name="RedChi2">Reduced χ²; NaN for two points.</param>
/// <param name="NbData">Number of points.</param>
/// <param name="Dt">Time from the first to the last point, days.</param>
public readonly record struct RateFit(float Rate, float RateError, float RedChi2, int NbData, float Dt);
