namespace Boom.Cli.Documents;

/// <summary>One band of <c>properties.photstats</c>.</summary>
/// <param name="Band">Band name.</param>
/// <param name="PeakJd">Julian date of the brightest point.</param>
/// <param name="PeakMag">Its magnitude.</param>
/// <param name="PeakMagErr">Its error.</param>
/// <param name="Rising">Slope up to the peak, when there is one.</param>
/// <param name="Fading">Slope from the peak on, when there is one.</param>
internal sealed record BandStatistics(string Band, double PeakJd, double PeakMag, double PeakMagErr, FitRate? Rising, FitRate? Fading);
