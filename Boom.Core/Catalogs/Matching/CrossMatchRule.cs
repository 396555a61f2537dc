namespace Boom.Core.Catalogs.Matching;

/// <summary>How new objects of a survey are matched with one catalogue.</summary>
/// <param name="Catalog">Name of its table.</param>
/// <param name="RadiusArcsec">Radius of the cone in seconds of arc; a row on the rim is inside.</param>
/// <param name="Projection">Columns to keep beside <c>_id</c>, <c>ra</c> and <c>dec</c>; one that the table lacks is left out.</param>
/// <param name="Distance">Narrows the match by the distance of the row; null to take every row of the cone.</param>
/// <param name="MaxResults">The nearest so many; null for all. Not together with <paramref name="Distance"/>.</param>
public sealed record CrossMatchRule(
    string Catalog, double RadiusArcsec, IReadOnlyList<string> Projection, DistanceRule? Distance = null, int? MaxResults = null);

/// <summary>
/// How far from an object a galaxy may be: a length at its distance, taken from its redshift by a linear law. Source: spatial.rs of the reference.
/// </summary>
/// <param name="Key">Column with the redshift. A row without one does not match.</param>
/// <param name="MaxArcsec">Radius in seconds of arc at a redshift of 0.05; less in proportion to the redshift further away, more nearer by.</param>
/// <param name="MaxNearArcsec">Radius in seconds of arc below a redshift of 0.01, negative ones included.</param>
public sealed record DistanceRule(string Key, double MaxArcsec, double MaxNearArcsec)
{
    const double ReferenceRedshift = 0.05;
    const double NearRedshift = 0.01;
    const double LeastRedshift = 0.005;

    /// <summary>Kiloparsecs of a row too near for its redshift to tell its distance.</summary>
    public const double UnknownKpc = -1;

    /// <summary>Separation, in seconds of arc, from which a row of this redshift does not match any more.</summary>
    public double RadiusArcsec(double redshift) => redshift < NearRedshift ? MaxNearArcsec : MaxArcsec * (ReferenceRedshift / redshift);

    /// <summary>Projected separation in kiloparsecs, or <see cref="UnknownKpc"/>: 1 kpc a second of arc at a redshift of 0.05.</summary>
    public static double DistanceKpc(double distanceArcsec, double redshift) =>
        redshift > LeastRedshift ? distanceArcsec * (redshift / ReferenceRedshift) : UnknownKpc;
}
