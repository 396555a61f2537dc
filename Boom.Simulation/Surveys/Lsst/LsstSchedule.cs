using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// When the survey looks where. Tonight: visits at the cadence, in one filter, then the same fields in another. Before: each field was visited as
/// often as the options say within four months, in pairs 33 minutes apart; deep fields in rows of visits. Safe for several threads.
/// </summary>
sealed class LsstSchedule
{
    /// <summary>Side of a pixel in seconds of arc.</summary>
    public const double ArcsecPerPixel = 0.2;

    const ulong ScheduleKey = 2_000_002;
    const double FirstVisitDays = 0.5 / 24;
    const int BlockVisits = 25;
    const int HistoryNights = 60;
    const double HistoryDays = 118;
    const int DeepShare = 32;
    const int LastPlaceBefore = 3900;

    // Depth of five sigma in 30 s: g, r, i, z, y, u.
    static readonly double[] _depths = [0, 24.5, 24, 23.4, 22.7, 22, 23.8];

    // Filters of a field's two visits, block after block.
    static readonly (int First, int Second)[] _pairs =
    [
        (Filters.G, Filters.R), (Filters.R, Filters.I), (Filters.I, Filters.Z), (Filters.Z, Filters.Y), (Filters.U, Filters.G), (Filters.G, Filters.I),
    ];

    readonly ulong _key;
    readonly double _midnight;
    readonly int _history;
    readonly Exposure[]?[] _before;

    public LsstSchedule(NightSky sky, SimulationOptions options)
    {
        _key = SeededStream.Key(sky.Key, ScheduleKey);
        _midnight = SurveyClock.JdOf(options.Night);
        _history = options.History;
        Fields = LsstFields.Make(sky.Schedule.Fields, options.Night);
        _before = new Exposure[]?[Fields.Count];
        Visits = new Exposure[(options.Alerts + options.Visit - 1) / options.Visit];
        BlockLength = Math.Clamp(Visits.Length / 2, 1, BlockVisits);
        var start = _midnight + FirstVisitDays + new SeededStream(_key).NextUniform(0, 60.0 / 86400);
        for (var visit = 0; visit < Visits.Length; visit++)
        {
            var pair = _pairs[visit / (2 * BlockLength) % _pairs.Length];
            Visits[visit] = Expose(
                Fields[0], start + (visit * options.Cadence.TotalDays), IsFirstOfPair(visit) ? pair.First : pair.Second, visit, (ulong)visit);
        }
    }

    /// <summary>The fields of tonight's sky: those of ZTF's night, in their order, and those south of it.</summary>
    public List<SurveyField> Fields { get; }

    /// <summary>Tonight's visits by time.</summary>
    public Exposure[] Visits { get; }

    /// <summary>Visits until the same fields come again.</summary>
    public int BlockLength { get; }

    /// <summary>Whether a visit of tonight is the first to its fields.</summary>
    public bool IsFirstOfPair(int visit) => visit / BlockLength % 2 == 0;

    /// <summary>The visits to a field before tonight, by time.</summary>
    public ReadOnlySpan<Exposure> Before(int fieldOrdinal) =>
        Volatile.Read(ref _before[fieldOrdinal]) ?? Remember(fieldOrdinal);

    // Two threads that do it at once make the same.
    Exposure[] Remember(int fieldOrdinal)
    {
        var stream = new SeededStream(SeededStream.Key(_key, 1_000_000 + (ulong)fieldOrdinal));
        var isDeep = _history > 0 && stream.NextInt(DeepShare) == 0;
        var exposures = new Exposure[isDeep ? SimulationOptions.MaximumHistory : _history];
        var perNight = Math.Max(2, (exposures.Length + HistoryNights - 1) / HistoryNights);
        var nights = (exposures.Length + perNight - 1) / perNight;
        var place = fieldOrdinal * 13 % LastPlaceBefore;
        for (var i = 0; i < exposures.Length; i++)
        {
            var night = _midnight - 1 - Math.Floor(HistoryDays * (nights - 1 - (i / perNight)) / Math.Max(1, nights - 1));
            var turn = i % perNight;
            var pair = _pairs[(fieldOrdinal + (i / perNight)) % _pairs.Length];
            var minutes = perNight == 2 ? 33 * turn : 0.65 * turn;
            var jd = night + FirstVisitDays + (place * 9.0 / 24 / LastPlaceBefore) + (minutes / 1440);
            exposures[i] = Expose(
                Fields[fieldOrdinal],
                jd,
                turn < perNight / 2 ? pair.First : pair.Second,
                place + (perNight == 2 ? 50 * turn : turn),
                SeededStream.Key((ulong)fieldOrdinal, (ulong)i));
        }

        Volatile.Write(ref _before[fieldOrdinal], exposures);
        return exposures;
    }

    Exposure Expose(SurveyField field, double jd, int fid, int place, ulong number)
    {
        var stream = new SeededStream(SeededStream.Key(~_key, number));
        jd = SurveyClock.RoundJd(jd);
        var moon = PortableMath.SinTurns(((jd - 2451564.7) / 29.530589) + 0.25);
        var moonlight = fid switch { Filters.U => 0.7, Filters.G => 0.5, Filters.R => 0.3, _ => 0.1 };
        var depth = AbMagnitude.Round(_depths[fid] - (moon > 0 ? moonlight * moon * moon : 0) + (0.12 * stream.NextGaussian()));
        return new Exposure
        {
            Field = field,
            Jd = jd,
            Fid = fid,
            Visit = place,
            Diffmaglim = depth,
            Magzpsci = 31.4,
            SeeingPixels = AbMagnitude.Round(Math.Clamp(0.85 + (0.13 * stream.NextGaussian()), 0.55, 1.6) / ArcsecPerPixel),
            Key = stream.NextBits(),
            FilePrefix = [],
            ArchiveFolder = [],
            NoiseMicroJy = AbMagnitude.ToFlux(depth) / 5,
        };
    }
}
