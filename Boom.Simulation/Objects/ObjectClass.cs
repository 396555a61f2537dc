namespace Boom.Simulation.Objects;

/// <summary>What a simulated object is.</summary>
public enum ObjectClass
{
    /// <summary>Thermonuclear supernova.</summary>
    SnIa,

    /// <summary>Supernova of type II, with a long plateau.</summary>
    SnIi,

    /// <summary>Stripped-envelope supernova, types Ib and Ic.</summary>
    SnIbc,

    /// <summary>Tidal disruption event: slow, blue, in the nucleus of a galaxy.</summary>
    Tde,

    /// <summary>RR Lyrae star.</summary>
    RrLyrae,

    /// <summary>Cepheid.</summary>
    Cepheid,

    /// <summary>Eclipsing binary star.</summary>
    EclipsingBinary,

    /// <summary>Active galactic nucleus.</summary>
    Agn,

    /// <summary>Flare of a red dwarf.</summary>
    Flare,

    /// <summary>Asteroid: one detection, then it is elsewhere.</summary>
    Asteroid,

    /// <summary>Artefact of the image subtraction.</summary>
    Artefact,
}
