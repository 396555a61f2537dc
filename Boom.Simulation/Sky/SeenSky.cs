using Boom.Core.Surveys;

namespace Boom.Simulation.Sky;

/// <summary>The objects of one survey, by declination.</summary>
sealed class SeenSky
{
    readonly SeenObject[] _objects;
    readonly double[] _decs;

    SeenSky(Survey survey, SeenObject[] objects)
    {
        Survey = survey;
        _objects = objects;
        Array.Sort(_objects, (a, b) => a.First.DecDegrees.CompareTo(b.First.DecDegrees));
        _decs = Array.ConvertAll(_objects, seen => seen.First.DecDegrees);
        SpreadArcsec = _objects.Length == 0 ? 0 : _objects.Max(seen => seen.SpreadArcsec);
    }

    public Survey Survey { get; }

    public IReadOnlyList<SeenObject> Objects => _objects;

    /// <summary>Greatest spread of any object's positions.</summary>
    public double SpreadArcsec { get; }

    /// <summary>Reads the positions of all packets of the survey's nights, but for bodies of the solar system under their own names, which have no aliases; of several nights the first packet is that of the first night.</summary>
    public static SeenSky Observe(Survey survey, IEnumerable<SimulatedNight> nights, CancellationToken cancellationToken)
    {
        var objects = new Dictionary<string, SeenObject>(StringComparer.Ordinal);
        foreach (var night in nights)
        {
            var ofNight = new SeenObject?[night.ObjectCount];
            foreach (var packet in night.Packets())
            {
                cancellationToken.ThrowIfCancellationRequested();
                ref var seen = ref ofNight[packet.ObjectOrdinal];
                seen ??= objects.GetValueOrDefault(packet.ObjectId());
                if (seen is not null)
                    seen.Add(packet.Position);
                else
                    objects.Add(packet.ObjectId(), seen = new SeenObject(packet.ObjectId(), packet.Position));
            }
        }

        return new SeenSky(survey, [.. objects.Values.Where(seen => !IsOfABody(seen.ObjectId))]);
    }

    /// <summary>Objects that any of whose positions may lie within a distance of any position of an object.</summary>
    public IEnumerable<SeenObject> Near(SeenObject seen, double arcsec)
    {
        var reach = (arcsec + seen.SpreadArcsec + SpreadArcsec) / 3600;
        var index = Array.BinarySearch(_decs, seen.First.DecDegrees - reach);
        for (index = index < 0 ? ~index : FirstEqual(index); index < _decs.Length && _decs[index] <= seen.First.DecDegrees + reach; index++)
            yield return _objects[index];
    }

    // What moves is nobody's partner for longer than an exposure.
    static bool IsOfABody(string objectId) => objectId.StartsWith("sso", StringComparison.Ordinal);

    int FirstEqual(int index)
    {
        while (index > 0 && _decs[index - 1] == _decs[index])
            index--;
        return index;
    }
}
