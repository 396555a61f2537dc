using Boom.Core.Catalogs;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Catalogs;

/// <summary>One catalogue of the simulated sky: its columns, and what it says of a source.</summary>
abstract class SimulatedCatalog
{
    /// <summary>Radius within which catalogues without distances are matched.</summary>
    protected const double PlainReachArcsec = 2;

    /// <summary>The column that identifies a row.</summary>
    public const string IdColumn = "_id";

    /// <summary>All of them.</summary>
    public static readonly SimulatedCatalog[] All =
    [
        new GaiaCatalog(), new PanStarrsCatalog(), new NedCatalog(), new MilliquasCatalog(), new DesiCatalog(), new LegacyPhotoZCatalog(),
        new LegacyPointSourceCatalog(),
    ];

    /// <summary>Name of the table.</summary>
    public abstract string Name { get; }

    /// <summary>Its flag in <see cref="SkySource.Catalogs"/>.</summary>
    public abstract CatalogSet Flag { get; }

    /// <summary>Columns besides ra and dec; the first is <see cref="IdColumn"/>.</summary>
    public abstract SkyColumn[] Columns { get; }

    /// <summary>Fills a cleared row with what the catalogue says of a source; false when it does not list it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="row">The row.</param>
    /// <param name="reachArcsec">
    /// How near an object the row passes the default rules of the matching; 0 when it passes as a mere neighbour only.
    /// </param>
    public abstract bool TryObserve(in SkySource source, SkyRow row, out double reachArcsec);

    /// <summary>Radius of the rule for catalogues with distances.</summary>
    /// <param name="redshift">Redshift as the catalogue has it.</param>
    /// <param name="maximumArcsec">Radius at a redshift of 0.05.</param>
    /// <param name="coneArcsec">Radius of the cone.</param>
    protected static double ReachAt(double redshift, double maximumArcsec, double coneArcsec) =>
        redshift < 0.01 ? coneArcsec : Math.Min(coneArcsec, maximumArcsec * 0.05 / redshift);

    /// <summary>A redshift with six decimals.</summary>
    protected static double RoundRedshift(double redshift) => Math.Round(redshift * 1e6) / 1e6;

    /// <summary>A magnitude with its error, and the step of the survey.</summary>
    protected static double Measured(double magnitude, double error, ref SeededStream stream) =>
        AbMagnitude.Round(magnitude + (error * stream.NextGaussian()));

    /// <summary>Error of a magnitude: a floor, and the noise that makes it 0.2 at the limit.</summary>
    protected static double ErrorAt(double magnitude, double limit) =>
        AbMagnitude.Round(0.004 + (0.2 * PortableMath.Pow10(0.4 * (Math.Min(magnitude, limit + 1) - limit))));
}
