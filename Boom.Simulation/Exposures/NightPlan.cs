using Boom.Simulation.Objects;

namespace Boom.Simulation.Exposures;

/// <summary>
/// Which object is seen in which visit: the table from which any packet of the night can be made on its own. Some ten bytes a packet.
/// </summary>
sealed class NightPlan
{
    const int ChannelCount = 64;

    readonly NightSky _sky;
    readonly List<Slot> _slots = [];
    readonly int[] _packetSlots;
    readonly ushort[] _packetVisits;

    public NightPlan(SimulationOptions options)
    {
        _sky = new NightSky(options);
        _packetSlots = new int[options.Alerts];
        _packetVisits = new ushort[options.Alerts];
        Sort(Fill(options.Alerts));
    }

    /// <summary>Seed of the night.</summary>
    public ulong Key => _sky.Key;

    /// <summary>The night's exposures.</summary>
    public ExposureSchedule Schedule => _sky.Schedule;

    /// <summary>Number of packets.</summary>
    public int PacketCount => _packetSlots.Length;

    /// <summary>Number of objects.</summary>
    public int ObjectCount => _slots.Count;

    /// <summary>Which object a packet is about, and in which exposure it is seen.</summary>
    public (int ObjectOrdinal, Exposure Exposure) Packet(int index) => (_packetSlots[index], Schedule.Visits[_packetVisits[index]]);

    /// <summary>Place of an object among those of its field and readout channel.</summary>
    public int Rank(int objectOrdinal) => _slots[objectOrdinal].Rank;

    /// <summary>The object, made again from its seed.</summary>
    public SimulatedObject Object(int ordinal) => _sky.Object(_slots[ordinal].Index, _slots[ordinal].Attempt);

    List<(int Slot, ushort Visit)> Fill(int alerts)
    {
        var ranks = new ushort[Schedule.Fields.Count * ChannelCount];
        var sightings = new List<(int Slot, ushort Visit)>(alerts);
        for (var index = 0; sightings.Count < alerts; index++)
        {
            if (_sky.Find(index) is not var (simulated, attempt))
                continue;
            var place = simulated.Place;
            foreach (var exposure in place.Field.Tonight)
            {
                if (sightings.Count < alerts && Measurement.Measure(simulated, exposure).IsDetection)
                    sightings.Add((_slots.Count, (ushort)exposure.Visit));
            }

            ref var rank = ref ranks[(place.Field.Ordinal * ChannelCount) + place.Rcid];
            _slots.Add(new Slot(index, rank++, attempt));
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
