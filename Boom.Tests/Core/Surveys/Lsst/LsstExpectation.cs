using System.Collections;
using Avro.Generic;
using Boom.Tests.Core.Avro;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>What an alert is to be stored as, derived from the record that Apache.Avro reads; times as Julian dates apart, since their last bits are not at stake here.</summary>
static class LsstExpectation
{
    const float ZeroPoint = 31.4f;

    /// <summary>The fields of a source.</summary>
    public static Dictionary<string, object> Source(GenericRecord source, string alertObjectId)
    {
        var expected = Fields(source, LsstStoredFields.Source);
        expected["objectId"] = expected.TryGetValue("diaObjectId", out var dia) ? dia.ToString()!
            : expected.TryGetValue("ssObjectId", out var body) ? $"sso{body}" : alertObjectId;
        AddFlux(expected, "psfFlux", "psfFluxErr", "magpsf", "sigmapsf", "snr_psf");
        AddFlux(expected, "apFlux", "apFluxErr", "magap", "sigmagap", "snr_ap");
        AddLimit(expected);
        if (expected.TryGetValue("psfFlux", out var flux))
            expected["isdiffpos"] = (double)flux > 0;
        if (expected.TryGetValue("psfChi2", out var chi2) && expected.TryGetValue("psfNdata", out var count) && (int)count > 0)
            expected["chipsf"] = (double)((float)(double)chi2 / (int)count);
        return expected;
    }

    /// <summary>The fields of a forced source.</summary>
    public static Dictionary<string, object> Forced(GenericRecord source)
    {
        var expected = Fields(source, LsstStoredFields.Forced);
        AddLimit(expected);
        var derived = new Dictionary<string, object>(expected);
        AddFlux(derived, "psfFlux", "psfFluxErr", "magpsf", "sigmapsf", "snr_psf");
        if (derived.TryGetValue("snr_psf", out var snr) && (double)snr > 3)
        {
            expected = derived;
            expected["isdiffpos"] = (double)expected["psfFlux"] > 0;
        }

        return expected;
    }

    /// <summary>The stored fields of the wire.</summary>
    public static Dictionary<string, object> Fields(GenericRecord record, string list)
    {
        var expected = new Dictionary<string, object>();
        foreach (var (name, type, names) in LsstStoredFields.Parse(list))
        {
            var value = names.Select(record.Get).FirstOrDefault(found => found is not null);
            if (value is null or float.NaN or double.NaN || value is float single && !float.IsFinite(single) || type == "l0" && value is 0L)
                continue;
            expected[name] = value is float widened ? (double)widened : value;
        }

        return expected;
    }

    /// <summary>Of an array, the records of each time: of several the one with the lowest identifier.</summary>
    public static Dictionary<double, GenericRecord> ByTime(GenericRecord record, string array, string id)
    {
        var byTime = new Dictionary<double, GenericRecord>();
        foreach (var point in (record.Get(array) as IEnumerable ?? Array.Empty<object>()).Cast<GenericRecord>().OrderBy(point => (long)point.Get(id)!))
            byTime.TryAdd(Mjd(point), point);
        return byTime;
    }

    /// <summary>Time of a source, modified Julian date TAI. Samples of old schemas give seconds since 1970.</summary>
    public static double Mjd(GenericRecord source) => (double)(source.Get("midpointMjdTai") ?? source.Get("midPointTai"))! is var time && time > 1e8 ? 40587 + (time / 86400) : time;

    /// <summary>The object of an alert.</summary>
    public static string ObjectId(GenericRecord alert)
    {
        var source = (GenericRecord)alert.Get("diaSource")!;
        if ((Id(source, "diaObjectId") ?? Id(alert.Get("diaObject") as GenericRecord, "diaObjectId")) is { } diaObjectId)
            return diaObjectId.ToString();
        return SsObjectId(alert) is { } body ? $"sso{body}" : source.Get("diaSourceId")!.ToString()!;
    }

    /// <summary>The solar-system body of an alert.</summary>
    public static long? SsObjectId(GenericRecord alert) =>
        Id((GenericRecord)alert.Get("diaSource")!, "ssObjectId") ?? Id(alert.Get("ssSource") as GenericRecord, "ssObjectId");

    static long? Id(GenericRecord? record, string name) => record?.Get(name) is long id and not 0 ? id : null;

    static void AddFlux(Dictionary<string, object> expected, string flux, string fluxErr, string mag, string magErr, string snr)
    {
        if (!expected.TryGetValue(flux, out var value))
            return;
        var f = MathF.Abs((float)(double)value);
        var e = expected.TryGetValue(fluxErr, out var error) ? (float)(double)error : float.NaN;
        var m = (-2.5f * MathF.Log10(f)) + ZeroPoint;
        if (m is > 0 and < 50)
        {
            expected[mag] = (double)m;
            if (1.0857362f * (e / f) is > 0 and < float.PositiveInfinity and var me)
                expected[magErr] = (double)me;
        }

        if (e > 0 && float.IsFinite(f / e))
            expected[snr] = (double)(f / e);
    }

    static void AddLimit(Dictionary<string, object> expected)
    {
        if (expected.TryGetValue("psfFluxErr", out var error) && (-2.5f * MathF.Log10(5f * (float)(double)error)) + ZeroPoint is > 0 and < 50 and var limit)
            expected["diffmaglim"] = (double)limit;
    }
}
