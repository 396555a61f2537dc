using Boom.Core.Sky;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Catalogs;

/// <summary>A star or galaxy as it is; what each catalogue says of it follows from this and from <see cref="Key"/>.</summary>
readonly record struct SkySource
{
    /// <summary>Seed of what is left to chance.</summary>
    public required ulong Key { get; init; }

    public required SourceKind Kind { get; init; }

    /// <summary>Where it is.</summary>
    public required SkyPosition Position { get; init; }

    /// <summary>Catalogues that list it, if it lies in their footprint and is bright enough for them.</summary>
    public required CatalogSet Catalogs { get; init; }

    /// <summary>PS1 magnitudes and number, and 1 for a star, 0 for a galaxy, as packets say.</summary>
    public required CatalogSource Photometry { get; init; }

    /// <summary>Redshift; of a star its radial velocity over that of light.</summary>
    public required double Redshift { get; init; }

    /// <summary>Size of the sine of its galactic latitude.</summary>
    public required double GalacticHeight { get; init; }

    /// <summary>Absolute magnitude in g; says how far a star is.</summary>
    public double AbsoluteG { get; init; }

    /// <summary>Whether it is what an object of the night belongs to, not just near it.</summary>
    public bool IsCounterpart { get; init; }

    /// <summary>Chance for one purpose.</summary>
    public SeededStream Stream(ulong purpose) => new(SeededStream.Key(Key, purpose));
}
