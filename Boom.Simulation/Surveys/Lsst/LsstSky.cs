using Boom.Core.Sky;
using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// The objects that the survey may see, an endless row of candidates: the even ones are the sky's that ZTF sees too, in its order; the odd ones are
/// its own, up to four magnitudes fainter. Some of its own lie beside one of the others, near the radius within which partners are looked for, or in
/// a crowd about it.
/// </summary>
sealed class LsstSky
{
    const ulong OwnKey = 2_000_003;
    const ulong CrowdKey = 2_000_004;
    const int MaximumAttempts = 48;
    const double PairShare = 0.12;
    const double CrowdShare = 0.08;
    const int CrowdSize = 8;
    const double FaintestByMagnitudes = 4;

    readonly NightSky _sky;
    readonly Camera _camera;
    readonly ClassMix _mix;
    readonly List<SurveyField> _fields;
    readonly ulong _key;
    readonly ulong _crowdKey;

    public LsstSky(NightSky sky, LsstSchedule schedule, Camera camera, ClassMix mix)
    {
        (_sky, _camera, _mix) = (sky, camera, mix);
        _fields = schedule.Fields.FindAll(field => field.DecDegrees < LsstFields.NorthernLimitDec + (SurveyField.SideDegrees / 2));
        _key = SeededStream.Key(sky.Key, OwnKey);
        _crowdKey = SeededStream.Key(sky.Key, CrowdKey);
    }

    /// <summary>Ordinal of the field that a candidate lies in; -1 when that is farther north than the survey looks.</summary>
    public int FieldOf(int candidate)
    {
        var place = IsShared(candidate) ? _sky.Place(candidate / 2).Place : OwnPlace(candidate).Place;
        return place.Position.DecDegrees <= LsstFields.NorthernLimitDec ? place.Field.Ordinal : -1;
    }

    /// <summary>Which attempt at drawing a candidate gives an object that the visit sees; null when none does.</summary>
    public byte? Find(int candidate, Exposure visit)
    {
        if (IsShared(candidate))
            return _sky.Find(candidate / 2) is var (simulated, found) && _camera.Measure(simulated, visit).IsDetection ? found : null;
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (_camera.Measure(OwnObject(candidate, attempt, visit), visit).IsDetection)
                return (byte)attempt;
        }

        return null;
    }

    /// <summary>The object, made again from its seed.</summary>
    /// <param name="candidate">Place in the row.</param>
    /// <param name="attempt">What <see cref="Find"/> said.</param>
    /// <param name="visit">The visit for which it was found.</param>
    public SimulatedObject Object(int candidate, byte attempt, Exposure visit) =>
        IsShared(candidate) ? _sky.Object(candidate / 2, attempt) : OwnObject(candidate, attempt, visit);

    static bool IsShared(int candidate) => candidate % 2 == 0;

    // What flares or passes does so in the visit for which it is drawn: the factory looks for tonight's exposures in the field.
    SimulatedObject OwnObject(int candidate, int attempt, Exposure visit)
    {
        var (key, objectClass, place) = OwnPlace(candidate);
        var field = new SurveyField(place.Field.Number, place.Field.Ordinal, place.Field.RaDegrees, place.Field.DecDegrees);
        field.SetExposures([visit]);
        var attemptKey = SeededStream.Key(key, (ulong)attempt);
        var fainter = new SeededStream(~attemptKey).NextUniform(0, FaintestByMagnitudes);
        return ObjectFactory.Draw(objectClass, place with { Field = field }, attemptKey).Fainter(fainter);
    }

    (ulong Key, ObjectClass Class, ObjectPlace Place) OwnPlace(int candidate)
    {
        var key = SeededStream.Key(_key, (ulong)candidate);
        var stream = new SeededStream(key);
        var objectClass = _mix.Pick(stream.NextUnit());
        var index = candidate / 2;
        if (new SeededStream(SeededStream.Key(_crowdKey, (ulong)(index / CrowdSize))).NextChance(CrowdShare))
            return (key, objectClass, Beside(index / CrowdSize * CrowdSize, 0.15, 3, ref stream));
        return (key, objectClass, stream.NextChance(PairShare) ? Beside(index, 1.4, 2.6, ref stream) : ObjectPlace.Draw(_fields, ref stream));
    }

    ObjectPlace Beside(int index, double nearestArcsec, double farthestArcsec, ref SeededStream stream)
    {
        var centre = _sky.Place(index).Place;
        var offset = stream.NextUniform(nearestArcsec, farthestArcsec) / 3600;
        var turn = stream.NextUnit();
        var dec = centre.Position.DecDegrees + (offset * PortableMath.SinTurns(turn));
        var ra = centre.Position.RaDegrees
            + (offset * PortableMath.SinTurns(turn + 0.25) / PortableMath.CosDegrees(centre.Position.DecDegrees));
        return centre with { Position = new SkyPosition(SurveyFields.Wrap(ObjectPlace.RoundDegrees(ra)), ObjectPlace.RoundDegrees(dec)) };
    }
}
