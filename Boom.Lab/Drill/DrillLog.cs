namespace Boom.Lab.Drill;

/// <summary>An offset that something was written to.</summary>
/// <param name="Packet">What it holds; null for a marker of a transaction or a packet of an aborted one.</param>
internal sealed record DrillPlace(int Partition, long Offset, DrillPacket? Packet)
{
    /// <summary>The broker does not have it any more: the drill deleted or lost it there.</summary>
    public bool IsGone { get; set; }
}

/// <summary>What was written to the topic of a run and where, and what of it the broker was made to lose.</summary>
internal sealed class DrillLog
{
    readonly List<DrillPlace> _places = [];
    readonly Dictionary<(int Partition, long Offset), List<DrillPlace>> _byOffset = [];

    /// <summary>How often the topic was made anew.</summary>
    public int Remakes { get; private set; }

    /// <summary>How often the broker lost its newest packets.</summary>
    public int LostEnds { get; private set; }

    /// <summary>All that was ever written.</summary>
    public IReadOnlyList<DrillPlace> Places => _places;

    public void Add(DrillPlace place)
    {
        _places.Add(place);
        if (!_byOffset.TryGetValue((place.Partition, place.Offset), out var here))
            _byOffset[(place.Partition, place.Offset)] = here = [];
        here.Add(place);
    }

    /// <summary>All that was ever at an offset, one after the other, in whatever incarnation of the topic.</summary>
    public IReadOnlyList<DrillPlace> At(int partition, long offset) => _byOffset.TryGetValue((partition, offset), out var here) ? here : [];

    /// <summary>The broker has deleted what lies before an offset.</summary>
    public void Delete(int partition, long before) => Lose(place => place.Partition == partition && place.Offset < before);

    /// <summary>The broker has lost its newest packets, from an offset on; answers what it lost.</summary>
    public IReadOnlyList<DrillPlace> LoseEnd(int partition, long from)
    {
        var lost = Lose(place => place.Partition == partition && place.Offset >= from);
        LostEnds += lost.Count > 0 ? 1 : 0;
        return lost;
    }

    public void Remake()
    {
        Lose(_ => true);
        Remakes++;
    }

    /// <summary>
    /// Of alerts that are not stored, those that the broker was made to lose wherever they were, and those that it has, which is a fault.
    /// </summary>
    public (IReadOnlyList<int> Gone, IReadOnlyList<int> Missed) Explain(IReadOnlySet<int> missing)
    {
        var there = _places.Where(place => !place.IsGone && place.Packet is { IsDamaged: false } packet && missing.Contains(packet.Alert))
            .Select(place => place.Packet!.Value.Alert).ToHashSet();
        return ([.. missing.Where(alert => !there.Contains(alert)).Order()], [.. there.Order()]);
    }

    List<DrillPlace> Lose(Func<DrillPlace, bool> isLost)
    {
        var lost = _places.FindAll(place => !place.IsGone && isLost(place));
        foreach (var place in lost)
            place.IsGone = true;
        return lost;
    }
}
