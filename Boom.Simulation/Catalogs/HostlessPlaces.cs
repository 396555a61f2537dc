using Boom.Core.Sky;

namespace Boom.Simulation.Catalogs;

/// <summary>
/// Where the objects are that belong to nothing: hostless supernovae and asteroids. No chance neighbour may pass there for a host, or the truth
/// would be what the dice say. Filled first, then asked.
/// </summary>
sealed class HostlessPlaces
{
    // Detections scatter about the true place.
    const double MarginArcsec = 0.9;
    const double BandDegrees = 0.1;

    readonly List<double>?[] _ra = new List<double>?[1801];
    readonly List<double>?[] _dec = new List<double>?[1801];

    /// <summary>Adds a place; within a band of declination they need not come in order.</summary>
    public void Add(SkyPosition position)
    {
        var band = Band(position.DecDegrees);
        var ra = _ra[band] ??= [];
        var dec = _dec[band] ??= [];
        var index = ra.BinarySearch(position.RaDegrees);
        index = index < 0 ? ~index : index;
        ra.Insert(index, position.RaDegrees);
        dec.Insert(index, position.DecDegrees);
    }

    /// <summary>Whether one of the places is within the reach of a row.</summary>
    public bool IsWithin(SkyPosition position, double reachArcsec)
    {
        if (reachArcsec <= 0)
            return false;
        var reach = reachArcsec + MarginArcsec;
        var degrees = reach / 3600;
        var width = 1.1 * degrees / PortableMath.CosDegrees(position.DecDegrees);
        for (var band = Band(position.DecDegrees - degrees); band <= Band(position.DecDegrees + degrees); band++)
        {
            if (_ra[band] is null)
                continue;
            if (IsWithin(band, position, reach, position.RaDegrees - width, position.RaDegrees + width)
                || (position.RaDegrees < width && IsWithin(band, position, reach, position.RaDegrees - width + 360, 360))
                || (position.RaDegrees + width > 360 && IsWithin(band, position, reach, 0, position.RaDegrees + width - 360)))
            {
                return true;
            }
        }

        return false;
    }

    bool IsWithin(int band, SkyPosition position, double reachArcsec, double lowRa, double highRa)
    {
        var ra = _ra[band]!;
        var index = ra.BinarySearch(lowRa);
        index = index < 0 ? ~index : index;
        // Of equal ones the search finds any.
        while (index > 0 && ra[index - 1] == lowRa)
            index--;
        for (; index < ra.Count && ra[index] <= highRa; index++)
        {
            if (SkyOffsets.Distance(position, new SkyPosition(ra[index], _dec[band]![index])) < reachArcsec)
                return true;
        }

        return false;
    }

    static int Band(double decDegrees) => (int)Math.Clamp((decDegrees + 90) / BandDegrees, 0, 1800);
}
