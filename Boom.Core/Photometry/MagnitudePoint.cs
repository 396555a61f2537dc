namespace Boom.Core.Photometry;

/// <summary>One detection of a light curve.</summary>
/// <param name="Jd">Julian date, days.</param>
/// <param name="Mag">Magnitude of the absolute flux.</param>
/// <param name="MagErr">Its error, mag.</param>
/// <param name="Band">Band.</param>
readonly record struct MagnitudePoint(double Jd, float Mag, float MagErr, PhotometricBand Band);
