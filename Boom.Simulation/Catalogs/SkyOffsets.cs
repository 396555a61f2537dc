using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Catalogs;

/// <summary>Small distances and latitudes from functions that are the same on every machine. Not for use near the poles, where no field is.</summary>
static class SkyOffsets
{
    /// <summary>The position at a distance of minutes of arc at most.</summary>
    /// <param name="from">Start.</param>
    /// <param name="arcsec">Distance in seconds of arc.</param>
    /// <param name="turns">Direction from north over east, in turns.</param>
    public static SkyPosition Move(SkyPosition from, double arcsec, double turns) =>
        Shift(from, arcsec * PortableMath.SinTurns(turns), arcsec * PortableMath.SinTurns(turns + 0.25));

    /// <summary>The position with a Gaussian error in each direction.</summary>
    public static SkyPosition Scatter(SkyPosition position, double sigmaArcsec, ref SeededStream stream)
    {
        var east = sigmaArcsec * stream.NextGaussian();
        return Shift(position, east, sigmaArcsec * stream.NextGaussian());
    }

    /// <summary>Distance in seconds of arc; right to one part in a thousand up to some minutes of arc.</summary>
    public static double Distance(SkyPosition first, SkyPosition second)
    {
        var turn = first.RaDegrees - second.RaDegrees;
        turn -= 360 * Math.Floor((turn / 360) + 0.5);
        var east = turn * PortableMath.CosDegrees((first.DecDegrees + second.DecDegrees) / 2);
        var north = first.DecDegrees - second.DecDegrees;
        return 3600 * Math.Sqrt((east * east) + (north * north));
    }

    /// <summary>Size of the sine of the galactic latitude: 0 in the plane of the Galaxy, 1 at its poles.</summary>
    public static double GalacticHeight(SkyPosition position)
    {
        var cosDec = PortableMath.CosDegrees(position.DecDegrees);
        var x = cosDec * PortableMath.CosDegrees(position.RaDegrees);
        var y = cosDec * PortableMath.SinTurns(position.RaDegrees / 360);
        var z = PortableMath.SinTurns(position.DecDegrees / 360);
        return Math.Abs((-0.867666136 * x) + (-0.198076390 * y) + (0.455983795 * z));
    }

    static SkyPosition Shift(SkyPosition from, double eastArcsec, double northArcsec)
    {
        var dec = from.DecDegrees + (northArcsec / 3600);
        var ra = from.RaDegrees + (eastArcsec / 3600 / PortableMath.CosDegrees(dec));
        return new SkyPosition(SurveyFields.Wrap(ObjectPlace.RoundDegrees(ra)), ObjectPlace.RoundDegrees(dec));
    }
}
