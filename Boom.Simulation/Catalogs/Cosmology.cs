namespace Boom.Simulation.Catalogs;

/// <summary>Distances of galaxies: Hubble's law with the first correction, H0 = 70 km/s/Mpc, as the objects' redshifts are made.</summary>
static class Cosmology
{
    const double HubbleLengthMpc = 299792.458 / 70;

    /// <summary>Luminosity distance in megaparsec.</summary>
    public static double DistanceMpc(double redshift) => HubbleLengthMpc * redshift * (1 + (0.775 * redshift));

    /// <summary>Apparent minus absolute magnitude; the redshift is positive.</summary>
    public static double DistanceModulus(double redshift) => 25 + (5 * PortableMath.Log10(DistanceMpc(redshift)));
}
