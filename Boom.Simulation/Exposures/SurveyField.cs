namespace Boom.Simulation.Exposures;

/// <summary>A field of 7 by 7 degrees, divided into 64 readout channels, with its exposures.</summary>
/// <param name="number">Number in the survey.</param>
/// <param name="ordinal">Place among tonight's fields.</param>
/// <param name="raDegrees">Right ascension of the centre.</param>
/// <param name="decDegrees">Declination of the centre.</param>
sealed class SurveyField(int number, int ordinal, double raDegrees, double decDegrees)
{
    /// <summary>Side of a field in degrees.</summary>
    public const double SideDegrees = 7;

    public int Number => number;

    public int Ordinal => ordinal;

    public double RaDegrees => raDegrees;

    public double DecDegrees => decDegrees;

    /// <summary>All exposures by increasing jd: some 100 days of history, then tonight's.</summary>
    public Exposure[] Exposures { get; private set; } = [];

    /// <summary>Index of tonight's first exposure in <see cref="Exposures"/>.</summary>
    public int TonightStart { get; private set; }

    /// <summary>Tonight's exposures.</summary>
    public ReadOnlySpan<Exposure> Tonight => Exposures.AsSpan(TonightStart);

    public void SetExposures(Exposure[] exposures)
    {
        Exposures = exposures;
        TonightStart = Array.FindIndex(exposures, exposure => exposure.Visit >= 0);
    }
}
