using Boom.Simulation.Objects;

namespace Boom.Simulation.Exposures;

/// <summary>
/// Which object is seen in which visit: the table from which any packet of the night can be made on its own. Some ten bytes a packet.
/// </summary>
sealed class NightPlan
{
    const int MaximumAttempts = 48;
    const int ChannelCount = 64;

    readonly ClassMix _mix;
    readonly ulong _key;
    readonly List<Slot> _slots = [];
    readonly int[] _packetSlots;
    readonly ushort[] _packetVisits;

    public NightPlan(SimulationOptions options)
    {
        _mix = options.Mix;
        _key = SeededStream.Key(options.Seed, (ulong)options.Night.DayNumber);
        Schedule = new ExposureSchedule(_key, options.Night);
        _packetSlots = new int[options.Alerts];
        _packetVisits = new ushort[options.Alerts];
        Sort(Fill(options.Alerts));
    }

    /// <summary>Seed of the night.</summary>
    public ulong Key => _key;

    /// <summary>The night's exposures.</summary>
    public ExposureSchedule Schedule { get; }

    /// <summary>Number of packets.</summary>
    public int PacketCount => _packetSlots.Length;

    /// <summary>Number of objects.</summary>
    public int ObjectCount => _slots.Count;

    /// <summary>Which object a packet is about, and in which exposure it is seen.</summary>
    public (int ObjectOrdinal, Exposure Exposure) Packet(int index) => (_packetSlots[index], Schedule.Visits[_packetVisits[index]]);

    /// <summary>Place of an object among those of its field and readout channel.</summary>
    public int Rank(int objectOrdinal) => _slots[objectOrdinal].Rank;

    /// <summary>The object, made again from its seed.</summary>
    public SimulatedObject Object(int ordinal)
    {
        var slot = _slots[ordinal];
        var (key, objectClass, place) = Place(slot.Index);
        return ObjectFactory.Draw(objectClass, place, SeededStream.Key(key, slot.Attempt));
    }

    (ulong Key, ObjectClass Class, ObjectPlace Place) Place(int index)
    {
        var key = SeededStream.Key(_key, (ulong)index);
        var stream = new SeededStream(key);
        return (key, _mix.Pick(stream.NextUnit()), ObjectPlace.Draw(Schedule.Fields, ref stream));
    }

    List<(int Slot, ushort Visit)> Fill(int alerts)
    {
        var ranks = new ushort[Schedule.Fields.Count * ChannelCount];
        var sightings = new List<(int Slot, ushort Visit)>(alerts);
        for (var index = 0; sightings.Count < alerts; index++)
        {
            var (key, objectClass, place) = Place(index);
            for (var attempt = 0; attempt < MaximumAttempts; attempt++)
            {
                var simulated = ObjectFactory.Draw(objectClass, place, SeededStream.Key(key, (ulong)attempt));
                var before = sightings.Count;
                foreach (var exposure in place.Field.Tonight)
                {
                    if (sightings.Count < alerts && Measurement.Measure(simulated, exposure).IsDetection)
                        sightings.Add((_slots.Count, (ushort)exposure.Visit));
                }

                if (sightings.Count == before)
                    continue;
                ref var rank = ref ranks[(place.Field.Ordinal * ChannelCount) + place.Rcid];
                _slots.Add(new Slot(index, rank++, (byte)attempt));
                break;
            }
        }

        return sightings;
    }

    // By visit, which is by time; objects keep their order within a visit.
    void Sort(List<(int Slot, ushort Visit)> sightings)
    {
        var starts = new int[Schedule.Visits.Length + 1];
        foreach (var (_, visit) in sightings)
            starts[visit + 1]++;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        foreach (var (slot, visit) in sightings)
        {
            var place = starts[visit]++;
            _packetSlots[place] = slot;
            _packetVisits[place] = visit;
        }
    }

    readonly record struct Slot(int Index, ushort Rank, byte Attempt);
}
