namespace Boom.Simulation.Objects;

/// <summary>What lies near an object in the reference image.</summary>
enum Surroundings
{
    /// <summary>Nothing closer than a few arcseconds.</summary>
    Empty,

    /// <summary>A galaxy, the object somewhere in it.</summary>
    HostGalaxy,

    /// <summary>A galaxy, the object in its nucleus.</summary>
    Nucleus,

    /// <summary>The object is itself a star of the reference image.</summary>
    Star,

    /// <summary>A bright star whose light does not subtract.</summary>
    BrightStar,
}
