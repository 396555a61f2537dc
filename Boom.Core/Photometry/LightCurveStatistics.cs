using System.Runtime.CompilerServices;

namespace Boom.Core.Photometry;

/// <summary>Statistics of a light curve, per band and over all bands.</summary>
struct LightCurveStatistics
{
    BandSlots _bands;

    /// <summary>First time, Julian date, days.</summary>
    public double FirstJd { get; set; }

    /// <summary>Last time, Julian date, days.</summary>
    public double LastJd { get; set; }

    /// <summary>Whether the source stayed at its place for more than 0.01 d: it is no moving object.</summary>
    public readonly bool Stationary => LastJd - FirstJd > LightCurveAnalyser.MinimumSpanDays;

    /// <summary>Statistics of a band; null when the band has no point.</summary>
    public BandStatistics? this[PhotometricBand band]
    {
        readonly get => _bands[(int)band];
        set => _bands[(int)band] = value;
    }

    [InlineArray(PhotometricBands.Count)]
    struct BandSlots
    {
        BandStatistics? _first;
    }
}

/// <summary>Statistics of one band.</summary>
/// <param name="PeakJd">Time of the smallest magnitude, Julian date, days.</param>
/// <param name="PeakMag">The smallest magnitude, the first on ties.</param>
/// <param name="PeakMagErr">Its error, mag.</param>
/// <param name="Dt">Time from the first to the last point, days.</param>
/// <param name="Rising">Fit up to and with the peak; null where there is no significant change.</param>
/// <param name="Fading">Fit from the peak on; null where there is no significant change.</param>
readonly record struct BandStatistics(double PeakJd, float PeakMag, float PeakMagErr, float Dt, RateFit? Rising, RateFit? Fading);

/// <summary>A weighted straight line through one side of a light curve.</summary>
/// <param name="Rate">Slope, mag per day; negative is brightening.</param>
/// <param name="RateError">Error of the slope, mag per day.</param>
/// <param name="RedChi2">Reduced χ²; NaN for two points.</param>
/// <param name="NbData">Number of points.</param>
/// <param name="Dt">Time from the first to the last point, days.</param>
readonly record struct RateFit(float Rate, float RateError, float RedChi2, int NbData, float Dt);
