namespace Boom.Core.Photometry;

/// <summary>Statistics of one band.</summary>
/// <param name="PeakJd">Time of the smallest magnitude, Julian date, days.</param>
/// <param name="PeakMag">The smallest magnitude, the first on ties.</param>
/// <param name="PeakMagErr">Its error, mag.</param>
/// <param name="Dt">Time from the first to the last point, days.</param>
/// <param name="Rising">Fit up to and with the peak; null where there is no significant change.</param>
/// <param name="Fading">Fit from the peak on; null where there is no significant change.</param>
public readonly record struct BandStatistics(double PeakJd, float PeakMag, float PeakMagErr, float Dt, RateFit? Rising, RateFit? Fading);
