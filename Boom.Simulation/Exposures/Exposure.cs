namespace Boom.Simulation.Exposures;

/// <summary>One image of one field: what all the detections in it share. Immutable.</summary>
sealed class Exposure
{
    /// <summary>The field.</summary>
    public required SurveyField Field { get; init; }

    /// <summary>Start, Julian date UTC, to 1e-7 d (9 ms).</summary>
    public required double Jd { get; init; }

    /// <summary>Filter: 1 is g, 2 is r.</summary>
    public required int Fid { get; init; }

    /// <summary>Place in tonight's order of visits; -1 when the exposure is of an earlier night.</summary>
    public required int Visit { get; init; }

    /// <summary>Magnitude of five sigma in the difference image.</summary>
    public required double Diffmaglim { get; init; }

    /// <summary>Zero point of the image in magnitudes.</summary>
    public required double Magzpsci { get; init; }

    /// <summary>Full width at half maximum of a star, in pixels of 1.01 arcsec.</summary>
    public required double SeeingPixels { get; init; }

    /// <summary>Seed of everything else about the exposure.</summary>
    public required ulong Key { get; init; }

    /// <summary>Start of the names of its files, <c>ztf_YYYYMMDDffffff_FFFFFF_zg_c</c> in UTF-8.</summary>
    public required byte[] FilePrefix { get; init; }

    /// <summary>Folder of its files in the archive, with the slash at the end.</summary>
    public required byte[] ArchiveFolder { get; init; }

    /// <summary>Standard deviation of the background in the difference image, as a flux in microjansky.</summary>
    public required double NoiseMicroJy { get; init; }

    /// <summary>Number of the night.</summary>
    public int Nid => (int)(Jd - SurveyClock.FirstNightJd);

    /// <summary>Processing ID in one readout channel: night (4 digits), time (5), channel (2), 15.</summary>
    public long Pid(int rcid) => ((((long)((Jd - SurveyClock.FirstNightJd) * 1e5) * 100) + rcid) * 100) + 15;

    /// <summary>Processing ID of the reference image: field, 12, filter and channel.</summary>
    public long Rfid(int rcid) => (Field.Number * 1_000_000L) + 120_000 + (Fid * 100) + rcid;
}
