using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys;

/// <summary>
/// The night of a survey that follows ZTF from field to field, minutes later, with one exposure of each; so it sees the same objects but for
/// asteroids, which have moved on.
/// </summary>
abstract class SmallNight : SurveyNight
{
    const int SteadyAttempts = 1_000_000;
    const int AttemptsPerAlert = 400;

    readonly NightSky _sky;
    readonly SmallSurvey _survey;
    readonly Exposure[][] _exposures;
    readonly (int Index, byte Attempt, int Field)[] _slots;
    readonly double _start;

    protected SmallNight(SimulationOptions options, SmallSurvey survey)
    {
        _sky = new NightSky(options);
        _survey = survey;
        Key = SeededStream.Key(_sky.Key, survey.Camera.Key);
        _exposures = [.. _sky.Schedule.Fields.Select(Expose)];
        _slots = Fill(options);
        _start = Tonight(0).Jd;
    }

    public override int PacketCount => _slots.Length;

    // One exposure of each field makes one packet of each object.
    public override int ObjectCount => _slots.Length;

    /// <summary>Seed of the survey's night.</summary>
    protected ulong Key { get; }

    protected Camera Camera => _survey.Camera;

    public override SimulatedObject Object(int ordinal) => _sky.Object(_slots[ordinal].Index, _slots[ordinal].Attempt);

    public override Sighting Packet(int index)
    {
        var simulated = Object(index);
        return new Sighting(index, index, simulated, Tonight(index), Camera.Measure(simulated, Tonight(index)));
    }

    public override SkyPosition Position(in Sighting sighting) => Camera.Locate(sighting.Object, sighting.Exposure, sighting.Measurement);

    public override string? Designation(int ordinal, SimulatedObject simulated) => null;

    public override TimeSpan PublishAfter(in Sighting sighting) => TimeSpan.FromDays(sighting.Exposure.Jd - _start);

    /// <summary>Exposures of an object's field before tonight, by time.</summary>
    protected ReadOnlySpan<Exposure> Before(int ordinal) => _exposures[_slots[ordinal].Field].AsSpan(0, _survey.Before);

    Exposure Tonight(int ordinal) => _exposures[_slots[ordinal].Field][^1];

    (int Index, byte Attempt, int Field)[] Fill(SimulationOptions options)
    {
        var slots = new List<(int Index, byte Attempt, int Field)>(options.Alerts);
        for (var index = 0; slots.Count < options.Alerts; index++)
        {
            if (index > SteadyAttempts + ((long)AttemptsPerAlert * options.Alerts))
                throw new ArgumentException($"{options.ToSource()} asks for objects that the survey hardly ever sees; give another mix.", nameof(options));
            var dec = _sky.Place(index).Place.Position.DecDegrees;
            if (dec < _survey.SouthernLimitDec || dec > _survey.NorthernLimitDec || _sky.Find(index) is not var (simulated, attempt))
                continue;
            var field = simulated.Place.Field.Ordinal;
            if (Camera.Measure(simulated, _exposures[field][^1]).IsDetection)
                slots.Add((index, attempt, field));
        }

        return [.. slots.OrderBy(slot => _exposures[slot.Field][^1].Jd)];
    }

    // Tonight's exposure last; before it one every few nights.
    Exposure[] Expose(SurveyField field)
    {
        var exposures = new Exposure[_survey.Before + 1];
        var stream = new SeededStream(SeededStream.Key(Key, (ulong)field.Number));
        for (var i = 0; i < exposures.Length; i++)
        {
            var nightsAgo = (exposures.Length - 1 - i) * _survey.NightsApart;
            var fid = _survey.Filters[(field.Ordinal + i) % _survey.Filters.Length];
            var depth = AbMagnitude.Round(_survey.Depths[fid] + (0.15 * stream.NextGaussian()));
            exposures[i] = new Exposure
            {
                Field = field,
                Jd = SurveyClock.RoundJd(field.Tonight[0].Jd - nightsAgo + stream.NextUniform(2.0 / 1440, 6.0 / 1440)),
                Fid = fid,
                Visit = field.Ordinal,
                Diffmaglim = depth,
                Magzpsci = 25.5,
                SeeingPixels = AbMagnitude.Round(_survey.SeeingArcsec * stream.NextUniform(0.8, 1.3) / Camera.ArcsecPerPixel),
                Key = stream.NextBits(),
                FilePrefix = [],
                ArchiveFolder = [],
                NoiseMicroJy = AbMagnitude.ToFlux(depth) / 5,
            };
        }

        return exposures;
    }
}

/// <summary>How a survey of small nights observes.</summary>
sealed record SmallSurvey
{
    public required Camera Camera { get; init; }

    /// <summary>Filters, field after field.</summary>
    public required int[] Filters { get; init; }

    /// <summary>Magnitude of five sigma by filter.</summary>
    public required double[] Depths { get; init; }

    public required double SeeingArcsec { get; init; }

    /// <summary>Exposures of a field before tonight.</summary>
    public required int Before { get; init; }

    public required int NightsApart { get; init; }

    public required double SouthernLimitDec { get; init; }

    public required double NorthernLimitDec { get; init; }
}
