using System.Runtime.CompilerServices;

namespace Boom.Core.Photometry;

/// <summary>Statistics of a light curve, per band and over all bands.</summary>
public struct LightCurveStatistics
{
    BandSlots _bands;

    /// <summary>Brightest point of all bands; the default value for an empty light curve.</summary>
    public MagnitudePoint Peak { get; internal set; }

    /// <summary>Faintest point of all bands.</summary>
    public MagnitudePoint Faintest { get; internal set; }

    /// <summary>First time, Julian date, days.</summary>
    public double FirstJd { get; internal set; }

    /// <summary>Last time, Julian date, days.</summary>
    public double LastJd { get; internal set; }

    /// <summary>Whether the source stayed at its place for more than 0.01 d: it is no moving object.</summary>
    public readonly bool Stationary => LastJd - FirstJd > LightCurveAnalyser.MinimumSpanDays;

    /// <summary>Statistics of a band; null when the band has no point.</summary>
    public BandStatistics? this[PhotometricBand band]
    {
        readonly get => _bands[(int)band];
        internal set => _bands[(int)band] = value;
    }

    [InlineArray(PhotometricBands.Count)]
    struct BandSlots
    {
        BandStatistics? _first;
    }
}
