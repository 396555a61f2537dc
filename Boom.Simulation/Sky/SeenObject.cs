using Boom.Core.Sky;

namespace Boom.Simulation.Sky;

/// <summary>An object of one survey with the positions that its packets give.</summary>
sealed class SeenObject(string objectId, SkyPosition first)
{
    readonly List<SkyPosition> _positions = [first];

    public string ObjectId => objectId;

    /// <summary>That of the first packet.</summary>
    public SkyPosition First => _positions[0];

    /// <summary>How far any of the positions lies from the first, in seconds of arc.</summary>
    public double SpreadArcsec { get; private set; }

    public IReadOnlyList<SkyPosition> Positions => _positions;

    public void Add(SkyPosition position)
    {
        _positions.Add(position);
        SpreadArcsec = Math.Max(SpreadArcsec, SkyGeometry.SeparationArcsec(First, position));
    }

    /// <summary>Least, first and greatest distance between the positions of two objects, in seconds of arc.</summary>
    public (double Least, double OfFirst, double Greatest) DistancesTo(SeenObject other)
    {
        double least = double.PositiveInfinity, greatest = 0;
        foreach (var own in _positions)
        {
            foreach (var theirs in other._positions)
            {
                var distance = SkyGeometry.SeparationArcsec(own, theirs);
                least = Math.Min(least, distance);
                greatest = Math.Max(greatest, distance);
            }
        }

        return (least, SkyGeometry.SeparationArcsec(First, other.First), greatest);
    }
}
