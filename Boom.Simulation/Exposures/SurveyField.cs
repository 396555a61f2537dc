namespace Boom.Simulation.Exposures;

/// <summary>A field of 7 by 7 degrees, divided into 64 readout channels, with its exposures.</summary>
sealed class SurveyField(int number, int ordinal, double raDegrees, double decDegrees)
{
    /// <summary>Side of a field in degrees.</summary>
    public const double SideDegrees = 7;

    /// <summary>Number in the survey.</summary>
    public int Number { get; } = number;

    /// <summary>Place among tonight's fields.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>Right ascension of the centre.</summary>
    public double RaDegrees { get; } = raDegrees;

    /// <summary>Declination of the centre.</summary>
    public double DecDegrees { get; } = decDegrees;

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
