using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Core.Alerts;

/// <summary>
/// The rules by which points join a light curve: jd is the key, a stored point wins, except over its own alert's
/// candidate, which knows more. Pure; every store applies the same plan in its own way.
/// </summary>
public static class LightCurveMerge
{
    /// <summary>Whether the jds are finite and strictly increasing, as both sides of a plan must be.</summary>
    public static bool IsValid(ReadOnlySpan<double> jds)
    {
        var previous = double.NegativeInfinity;
        foreach (var jd in jds)
        {
            if (!(jd > previous) || !double.IsFinite(jd))
                return false;
            previous = jd;
        }

        return true;
    }

    /// <summary>Repairs a stored array: the indices to keep, so that jds are finite and strictly increasing; of equals the first stays.</summary>
    public static int[] Sanitise(ReadOnlySpan<double> jds)
    {
        var keys = new List<(double Jd, int Index)>(jds.Length);
        for (var i = 0; i < jds.Length; i++)
        {
            if (double.IsFinite(jds[i]))
                keys.Add((jds[i], i));
        }

        keys.Sort();
        var kept = new List<int>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            if (i == 0 || keys[i].Jd != keys[i - 1].Jd)
                kept.Add(keys[i].Index);
        }

        return [.. kept];
    }

    /// <summary>Plans the merge of points into a stored array.</summary>
    /// <param name="stored">Jds of the stored array, valid.</param>
    /// <param name="points">Strictly increasing in jd.</param>
    /// <param name="plan">Overwritten.</param>
    /// <exception cref="ArgumentException">Either side is not finite and strictly increasing.</exception>
    public static void Plan(ReadOnlySpan<double> stored, LightCurvePoints points, LightCurvePlan plan)
    {
        plan.Pushed.Clear();
        plan.Contested.Clear();
        plan.NeedsSort = false;
        if (!IsValid(stored))
            throw new ArgumentException("Stored jds must be finite and strictly increasing.", nameof(stored));
        var previous = double.NegativeInfinity;
        var place = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var jd = points.Jd(i);
            if (!(jd > previous) || !double.IsFinite(jd))
                throw new ArgumentException("Jds of points must be finite and strictly increasing.", nameof(points));
            previous = jd;
            place += LowerBound(stored[place..], jd);
            if (place == stored.Length)
            {
                plan.Pushed.Add(i);
            }
            else if (stored[place] != jd)
            {
                plan.Pushed.Add(i);
                plan.NeedsSort = true;
            }
            else if (points.IsRich(i))
            {
                plan.Contested.Add((place, i));
            }
        }
    }

    /// <summary>Whether a rich point replaces the stored one of its jd: it is of the same candid, and the stored one is not rich.</summary>
    /// <param name="series">The array of both.</param>
    /// <param name="stored">BSON document of the stored point.</param>
    /// <param name="point">BSON document of the rich point.</param>
    public static bool Supersedes(LightCurveSeries series, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> point)
    {
        var field = new BsonReader(stored);
        if (series.RicherBy is null || field.Find(series.RicherByUtf8.Span))
            return false;
        return TryReadCandid(stored, out var storedCandid) && TryReadCandid(point, out var candid) && storedCandid == candid;
    }

    static bool TryReadCandid(ReadOnlySpan<byte> point, out long candid)
    {
        var reader = new BsonReader(point);
        if (reader.Find("candid"u8) && reader.Type is BsonType.Int32 or BsonType.Int64)
        {
            candid = reader.AsInt64();
            return true;
        }

        candid = 0;
        return false;
    }

    static int LowerBound(ReadOnlySpan<double> jds, double jd)
    {
        // Points mostly come after everything stored.
        if (jds.IsEmpty || jds[^1] < jd)
            return jds.Length;
        int low = 0, high = jds.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (jds[middle] < jd)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
