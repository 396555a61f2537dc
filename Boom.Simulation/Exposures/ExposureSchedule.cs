using System.Globalization;
using System.Text;
using Boom.Simulation.LightCurves;

namespace Boom.Simulation.Exposures;

/// <summary>
/// When each field was observed. Tonight: 30 fields in one filter, then the same fields in the other, from 03:00 to 12:00 UTC. Before:
/// every one, two or three nights, but for nights of bad weather and single losses.
/// </summary>
sealed class ExposureSchedule
{
    const int BlockLength = 30;
    const int HistoryDays = 100;
    const double NightStartDays = 3.0 / 24;
    const double NightLengthDays = 9.0 / 24;
    const double BadWeatherShare = 0.18;

    readonly ulong _key;
    readonly double _midnight;

    /// <param name="key">Seed of the night.</param>
    /// <param name="night">UTC date.</param>
    public ExposureSchedule(ulong key, DateOnly night)
    {
        _key = key;
        _midnight = SurveyClock.JdOf(night);
        Fields = SurveyFields.Visible(night);
        Visits = new Exposure[2 * Fields.Count];
        var slotDays = NightLengthDays / Visits.Length;
        for (var start = 0; start < Fields.Count; start += BlockLength)
        {
            var length = Math.Min(BlockLength, Fields.Count - start);
            for (var i = 0; i < length; i++)
                Observe(Fields[start + i], (2 * start) + i, (2 * start) + length + i, (start / BlockLength) % 2 == 0 ? 1 : 2, slotDays);
        }
    }

    /// <summary>Tonight's fields.</summary>
    public List<SurveyField> Fields { get; }

    /// <summary>Tonight's exposures in order of time.</summary>
    public Exposure[] Visits { get; }

    void Observe(SurveyField field, int firstVisit, int secondVisit, int firstFid, double slotDays)
    {
        var stream = new SeededStream(SeededStream.Key(_key, (ulong)field.Number));
        double Slot(int visit) => NightStartDays + (visit * slotDays);
        var exposures = new List<Exposure>(80);
        var cadence = stream.NextUnit() switch { < 0.5 => 3, < 0.85 => 2, _ => 1 };
        for (var nightsAgo = HistoryDays / cadence * cadence; nightsAgo > 0; nightsAgo -= cadence)
        {
            var lost = stream.NextChance(0.08);
            var pairJitter = stream.NextUniform(-0.012, 0.012);
            var late = cadence > 1 && stream.NextChance(0.25) ? 1 : 0;
            var midnight = _midnight - nightsAgo + (nightsAgo > late ? late : 0);
            var haveFirst = stream.NextChance(0.93);
            var haveSecond = stream.NextChance(0.93);
            if (lost || IsCloudy(midnight))
                continue;
            if (haveFirst)
                exposures.Add(Expose(field, midnight + Slot(firstVisit) + pairJitter, firstFid, -1, ref stream));
            if (haveSecond)
                exposures.Add(Expose(field, midnight + Slot(secondVisit) + pairJitter, 3 - firstFid, -1, ref stream));
        }

        // A few seconds of chance, the same for all fields of the night, keep the order of visits and part the nights of two seeds.
        var shift = new SeededStream(_key).NextUniform(0, slotDays);
        Visits[firstVisit] = Expose(field, _midnight + Slot(firstVisit) + shift, firstFid, firstVisit, ref stream);
        Visits[secondVisit] = Expose(field, _midnight + Slot(secondVisit) + shift, 3 - firstFid, secondVisit, ref stream);
        exposures.Add(Visits[firstVisit]);
        exposures.Add(Visits[secondVisit]);
        field.SetExposures([.. exposures]);
    }

    bool IsCloudy(double midnight) =>
        new SeededStream(SeededStream.Key(~_key, (ulong)midnight)).NextChance(BadWeatherShare);

    static Exposure Expose(SurveyField field, double jd, int fid, int visit, ref SeededStream stream)
    {
        jd = SurveyClock.RoundJd(jd);
        // The moon takes up to 0.8 mag at full (2000-01-21 was one; the month has 29.530589 days).
        var moon = PortableMath.SinTurns(((jd - 2451564.7) / 29.530589) + 0.25);
        var diffmaglim = (fid == 1 ? 20.65 : 20.5) - (moon > 0 ? 0.8 * moon * moon : 0) + (0.2 * stream.NextGaussian());
        diffmaglim = AbMagnitude.Round(Math.Clamp(diffmaglim - (stream.NextChance(0.1) ? stream.NextUniform(0, 1) : 0), 18.3, 21.3));
        var text = SurveyClock.DateOf(jd).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var fraction = (int)((jd - 0.5 - Math.Floor(jd - 0.5)) * 1e6);
        return new Exposure
        {
            Field = field,
            Jd = jd,
            Fid = fid,
            Visit = visit,
            Diffmaglim = diffmaglim,
            Magzpsci = AbMagnitude.Round((fid == 1 ? 26.2 : 26.25) + (0.08 * stream.NextGaussian())),
            SeeingPixels = AbMagnitude.Round(Math.Clamp(2 + (0.35 * stream.NextGaussian()), 1.3, 4)),
            Key = stream.NextBits(),
            FilePrefix = Encoding.ASCII.GetBytes(FormattableString.Invariant(
                $"ztf_{text}{fraction:D6}_{field.Number:D6}_z{(fid == 1 ? 'g' : 'r')}_c")),
            ArchiveFolder = Encoding.ASCII.GetBytes(FormattableString.Invariant($"/ztf/archive/sci/{text[..4]}/{text[4..]}/{fraction:D6}/")),
            NoiseMicroJy = AbMagnitude.ToFlux(diffmaglim) / 5,
        };
    }
}
