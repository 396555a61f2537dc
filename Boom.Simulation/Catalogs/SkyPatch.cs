using Boom.Core.Sky;
using Boom.Simulation.Objects;
using Boom.Simulation.Surveys.Ztf;

namespace Boom.Simulation.Catalogs;

/// <summary>
/// Draws the sources around an object. The nearest three of PS1, how many of them there are within 30 arcsec, and the nearest and the nearest bright
/// star of Gaia are those of the object's packets; around them are more stars the nearer the plane of the Galaxy, and galaxies.
/// </summary>
readonly ref struct SkyPatch
{
    const ulong PatchKey = 0xCA7A_1065;
    const double PatchArcsec = 30;
    const double WideArcsec = 300;
    const double GaiaLimit = 20.9;

    // Of NED's galaxies with distances, in a cone of 300 arcsec.
    const double WideGalaxies = 1;
    const double FaintGalaxies = 5;

    readonly SimulatedObject _simulated;
    readonly Neighbourhood _near;
    readonly List<SkySource> _sources;
    readonly ulong _key;
    readonly double _height;
    readonly double _stars;
    readonly double _clearness;

    SkyPatch(SimulatedObject simulated, List<SkySource> sources)
    {
        _simulated = simulated;
        _near = Neighbourhood.Of(simulated);
        _sources = sources;
        _key = SeededStream.Key(simulated.Key, PatchKey);
        _height = SkyOffsets.GalacticHeight(Centre);
        // Stars as the layer of the Galaxy is long to look through, galaxies as its dust lets them through.
        _stars = 0.55 * PortableMath.Exp(-1.2 * PortableMath.Log(Math.Max(_height, 0.05)));
        _clearness = 1 - PortableMath.Exp(-_height / 0.12);
    }

    SkyPosition Centre => _simulated.Place.Position;

    /// <summary>Replaces the content of the list by the sources around the object.</summary>
    /// <param name="simulated">The object.</param>
    /// <param name="hasField">Whether there is more than the nearest source.</param>
    /// <param name="sources">Takes the sources.</param>
    public static void Draw(SimulatedObject simulated, bool hasField, List<SkySource> sources)
    {
        sources.Clear();
        var patch = new SkyPatch(simulated, sources);
        var stream = new SeededStream(patch._key);
        patch.AddNearest(ref stream);
        if (!hasField)
            return;
        patch.AddOfPackets(ref stream);
        patch.AddField(ref stream);
        patch.AddGalaxiesFarAround(ref stream);
    }

    // The star, host or nucleus; for what has nothing, the neighbour that its packets name.
    void AddNearest(ref SeededStream stream)
    {
        var (ra, dec) = DetectionEncoder.NearestReference(_near, _simulated);
        var position = new SkyPosition(ra, dec);
        switch (_simulated.Surroundings)
        {
            case Surroundings.Star or Surroundings.BrightStar:
                var absoluteG = AbsoluteG(ref stream);
                var velocity = StarVelocity(ref stream);
                Add(SourceKind.Star, position, _near.First, CatalogSet.PanStarrs | CatalogSet.Legacy | CatalogSet.Desi, velocity, absoluteG, true);
                var asGaia = SkyOffsets.Move(Centre, _near.GaiaDistanceArcsec, _near.PositionAngleTurns);
                Add(SourceKind.Star, asGaia, OfGaia(_near.GaiaMagnitude), CatalogSet.Gaia, velocity, absoluteG, true);
                break;
            case Surroundings.HostGalaxy or Surroundings.Nucleus when _simulated.Redshift is { } redshift:
                var kind = _simulated.Class == ObjectClass.Agn ? SourceKind.ActiveNucleus : SourceKind.Galaxy;
                var catalogs = CatalogSet.PanStarrs | CatalogSet.Legacy | CatalogSet.Ned | CatalogSet.Desi
                    | (kind == SourceKind.ActiveNucleus ? CatalogSet.Milliquas : CatalogSet.None);
                Add(kind, position, _near.First, catalogs, redshift, 0, true);
                break;
            default:
                AddOrdinary(position, _near.First, _near.First.DistanceArcsec, ref stream);
                break;
        }
    }

    void AddOfPackets(ref SeededStream stream)
    {
        AddOrdinary(Around(_near.Second.DistanceArcsec, ref stream), _near.Second, _near.Second.DistanceArcsec, ref stream);
        if (_near.Third.Number != 0)
            AddOrdinary(Around(_near.Third.DistanceArcsec, ref stream), _near.Third, _near.Third.DistanceArcsec, ref stream);
        if (_simulated.Surroundings is not (Surroundings.Star or Surroundings.BrightStar))
            AddOfGaia(_near.GaiaDistanceArcsec, _near.GaiaMagnitude, ref stream);
        if (_near.BrightGaiaDistanceArcsec > _near.GaiaDistanceArcsec)
            AddOfGaia(_near.BrightGaiaDistanceArcsec, _near.BrightGaiaMagnitude, ref stream);
    }

    void AddField(ref SeededStream stream)
    {
        var inner = Math.Max(_near.Second.DistanceArcsec, _near.Third.DistanceArcsec);
        var galaxies = 3.5 * _clearness;
        var starShare = _stars / (_stars + galaxies);
        var counted = _near.CatalogCount - 3;
        for (var i = 0; i < counted; i++)
        {
            var distance = Annulus(inner, PatchArcsec, ref stream);
            var isStar = stream.NextChance(starShare);
            var score = isStar ? stream.NextUniform(0.75, 1) : stream.NextUniform(0, 0.25);
            var source = CatalogSource.Draw(distance, score, 23 + (1.1 * LogUnit(ref stream)), ref stream);
            AddOrdinary(Around(distance, ref stream), source, distance, ref stream);
        }

        // What PS1 does not list: the crowd of the Milky Way, and galaxies of deeper images.
        inner = Math.Max(inner, _near.GaiaDistanceArcsec);
        for (var i = Poisson(_stars - (starShare * counted), ref stream); i > 0; i--)
        {
            var source = CatalogSource.Draw(inner, stream.NextUniform(0.75, 1), 21.1 + LogUnit(ref stream), ref stream);
            var position = Around(Annulus(inner, PatchArcsec, ref stream), ref stream);
            Add(SourceKind.Star, position, source, CatalogSet.Gaia | CatalogSet.LegacyPointSources, 0, stream.NextUniform(3, 8), false);
        }

        for (var i = Poisson(FaintGalaxies * _clearness, ref stream); i > 0; i--)
        {
            var source = CatalogSource.Draw(inner, stream.NextUniform(0, 0.4), stream.NextUniform(22.8, 24.3), ref stream);
            var position = Around(Annulus(0, PatchArcsec, ref stream), ref stream);
            Add(SourceKind.Galaxy, position, source, CatalogSet.Legacy | CatalogSet.Desi, FieldRedshift(source.R, ref stream), 0, false);
        }
    }

    // Galaxies out to 1 Gpc: bright enough for spectra, their redshifts crowd at the far end.
    void AddGalaxiesFarAround(ref SeededStream stream)
    {
        for (var i = Poisson(WideGalaxies * _clearness, ref stream); i > 0; i--)
        {
            var redshift = Math.Max(0.0005, 0.22 * PortableMath.Exp(0.6 * LogUnit(ref stream)));
            var brightness = Math.Max(10, Cosmology.DistanceModulus(redshift) - 20.5 + (0.8 * stream.NextGaussian()));
            var source = CatalogSource.Draw(WideArcsec, stream.NextUniform(0, 0.1), brightness, ref stream);
            var position = Around(Annulus(0, WideArcsec, ref stream), ref stream);
            Add(SourceKind.Galaxy, position, source, CatalogSet.Ned | CatalogSet.Desi | CatalogSet.Legacy, redshift, 0, false);
        }
    }

    void AddOrdinary(SkyPosition position, in CatalogSource source, double distanceArcsec, ref SeededStream stream)
    {
        var catalogs = CatalogSet.PanStarrs | CatalogSet.Legacy | CatalogSet.Desi;
        if (source.Score <= 0.5)
        {
            Add(SourceKind.Galaxy, position, source, catalogs, FieldRedshift(source.R, ref stream), 0, false);
            return;
        }

        if (distanceArcsec > _near.GaiaDistanceArcsec)
            catalogs |= CatalogSet.Gaia;
        Add(SourceKind.Star, position, source, catalogs, StarVelocity(ref stream), stream.NextUniform(3, 8), false);
    }

    void AddOfGaia(double distanceArcsec, double magnitude, ref SeededStream stream) =>
        Add(
            SourceKind.Star,
            Around(distanceArcsec, ref stream),
            OfGaia(magnitude),
            CatalogSet.Gaia | CatalogSet.LegacyPointSources,
            StarVelocity(ref stream),
            stream.NextUniform(3, 8),
            false);

    void Add(
        SourceKind kind, SkyPosition position, in CatalogSource photometry, CatalogSet catalogs, double redshift, double absoluteG, bool isCounterpart)
    {
        if (photometry.G - GaiaCatalog.Colour > GaiaLimit && !isCounterpart)
            catalogs &= ~CatalogSet.Gaia;
        _sources.Add(new SkySource
        {
            Key = SeededStream.Key(_key, (ulong)_sources.Count),
            Kind = kind,
            Position = position,
            Catalogs = catalogs,
            Photometry = photometry,
            Redshift = redshift,
            GalacticHeight = _height,
            AbsoluteG = absoluteG,
            IsCounterpart = isCounterpart,
        });
    }

    static CatalogSource OfGaia(double magnitude)
    {
        var g = magnitude + GaiaCatalog.Colour;
        return new CatalogSource(0, 1, g, g - 0.6, g - 0.8, g - 0.9, 0);
    }

    double AbsoluteG(ref SeededStream stream) => _simulated.Class switch
    {
        ObjectClass.RrLyrae => 0.6,
        ObjectClass.Cepheid => -3.5,
        ObjectClass.Flare => 10.5,
        _ => stream.NextUniform(3, 6),
    };

    SkyPosition Around(double distanceArcsec, ref SeededStream stream) => SkyOffsets.Move(Centre, distanceArcsec, stream.NextUnit());

    // Uniform in area.
    static double Annulus(double inner, double outer, ref SeededStream stream) =>
        Math.Sqrt((inner * inner) + (((outer * outer) - (inner * inner)) * stream.NextUnit()));

    // 40 km/s over the speed of light.
    static double StarVelocity(ref SeededStream stream) => 1.3e-4 * stream.NextGaussian();

    static double FieldRedshift(double r, ref SeededStream stream) =>
        0.06 * PortableMath.Pow10(0.13 * (Math.Max(r, 14) - 16)) * PortableMath.Exp(0.35 * stream.NextGaussian());

    // Logarithm of a uniform number: 0 and below, -1 in the mean.
    static double LogUnit(ref SeededStream stream) => PortableMath.Log(1 - stream.NextUnit());

    static int Poisson(double mean, ref SeededStream stream)
    {
        if (mean <= 0)
            return 0;
        var limit = PortableMath.Exp(-mean);
        var count = 0;
        for (var product = stream.NextUnit(); product > limit; product *= stream.NextUnit())
            count++;
        return count;
    }
}
