namespace Boom.Core.Surveys.Ztf;

/// <summary>A Pan-STARRS source near a ZTF candidate; -999 stands for an unknown value.</summary>
public struct ZtfNeighbour
{
    /// <summary>Star-galaxy score: 1 star, 0 galaxy.</summary>
    public double? Sgscore { get; set; }

    /// <summary>Distance, arcsec.</summary>
    public double? Distpsnr { get; set; }

    /// <summary>g magnitude.</summary>
    public double? Sgmag { get; set; }

    /// <summary>r magnitude.</summary>
    public double? Srmag { get; set; }

    /// <summary>i magnitude.</summary>
    public double? Simag { get; set; }

    /// <summary>z magnitude.</summary>
    public double? Szmag { get; set; }
}
