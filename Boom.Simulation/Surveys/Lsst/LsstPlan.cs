namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// Which object is seen in which visit: the table from which any packet of the night can be made on its own. Every visit has as many packets as the
/// options say, but for the last. Visits come in blocks: some with objects of their fields, then as many that see the same objects in another
/// filter, and fresh ones where those are too faint.
/// </summary>
sealed class LsstPlan
{
    readonly LsstSky _sky;
    readonly LsstSchedule _schedule;
    readonly Camera _camera;
    readonly List<Slot> _slots = [];
    readonly int[] _packets;
    readonly int[] _filled;
    readonly int _visitSize;
    int _nextCandidate;

    public LsstPlan(SimulationOptions options, LsstSky sky, LsstSchedule schedule, Camera camera)
    {
        (_sky, _schedule, _camera) = (sky, schedule, camera);
        _visitSize = options.Visit;
        _packets = new int[options.Alerts];
        _filled = new int[schedule.Visits.Length];
        var block = schedule.BlockLength;
        for (var first = 0; first < _filled.Length; first += block)
        {
            var end = Math.Min(first + block, _filled.Length);
            if (!schedule.IsFirstOfPair(first))
                SeeAgain(first, end);
            Fill(first, end);
        }
    }

    /// <summary>Number of packets.</summary>
    public int PacketCount => _packets.Length;

    /// <summary>Number of objects.</summary>
    public int ObjectCount => _slots.Count;

    /// <summary>The object of a packet, and the visit.</summary>
    public (int ObjectOrdinal, int Visit) Packet(int index) => (_packets[index], index / _visitSize);

    /// <summary>The first visit that sees an object.</summary>
    public int FirstVisit(int ordinal) => _slots[ordinal].Visit;

    /// <summary>One of the objects.</summary>
    public Objects.SimulatedObject Object(int ordinal)
    {
        var slot = _slots[ordinal];
        return _sky.Object(slot.Candidate, slot.Attempt, _schedule.Visits[slot.Visit]);
    }

    int Room(int visit) => Math.Min(_visitSize, _packets.Length - (visit * _visitSize)) - _filled[visit];

    void Add(int visit, int ordinal) => _packets[(visit * _visitSize) + _filled[visit]++] = ordinal;

    void SeeAgain(int first, int end)
    {
        for (var visit = first; visit < end; visit++)
        {
            var before = visit - _schedule.BlockLength;
            for (var i = 0; i < _filled[before] && Room(visit) > 0; i++)
            {
                var ordinal = _packets[(before * _visitSize) + i];
                if (_camera.Measure(Object(ordinal), _schedule.Visits[visit]).IsDetection)
                    Add(visit, ordinal);
            }
        }
    }

    // The fields go to the visits by their order; where one is full already, the next takes what is left.
    void Fill(int first, int end)
    {
        var room = 0;
        for (var visit = first; visit < end; visit++)
            room += Room(visit);
        for (; room > 0; _nextCandidate++)
        {
            if (_sky.FieldOf(_nextCandidate) is not (>= 0 and var field))
                continue;
            var visit = first + (int)((long)field * (end - first) / _schedule.Fields.Count);
            while (Room(visit) == 0)
                visit = visit + 1 == end ? first : visit + 1;
            if (_sky.Find(_nextCandidate, _schedule.Visits[visit]) is not { } attempt)
                continue;
            Add(visit, _slots.Count);
            _slots.Add(new Slot(_nextCandidate, (short)visit, attempt));
            room--;
        }
    }

    readonly record struct Slot(int Candidate, short Visit, byte Attempt);
}
