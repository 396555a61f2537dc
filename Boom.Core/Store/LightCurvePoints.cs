using System.Collections;
using Boom.Core.Bson;

namespace Boom.Core.Store;

/// <summary>
/// The points that one alert has for one light-curve array, strictly increasing in jd. A store asks for the documents of those that it writes, and of no
/// others: a survey may encode them when they are asked for, into the memory of who asks.
/// </summary>
public abstract class LightCurvePoints : IReadOnlyList<LightCurvePoint>
{
    /// <summary>No points.</summary>
    public static LightCurvePoints None { get; } = new EncodedPoints([]);

    /// <summary>Number of points.</summary>
    public abstract int Count { get; }

    /// <summary>A point with its document in memory of its own.</summary>
    public LightCurvePoint this[int index]
    {
        get
        {
            using var memory = new BsonWriter();
            return new(Jd(index), IsRich(index), Document(index, memory).ToArray());
        }
    }

    /// <summary>Julian date of a point, days, finite: the key by which points are ordered and told apart.</summary>
    public abstract double Jd(int index);

    /// <summary>
    /// Whether the point is a candidate's own (it has the field <see cref="Alerts.LightCurveSeries.RicherBy"/>): it replaces a poorer point of the same jd.
    /// </summary>
    public abstract bool IsRich(int index);

    /// <summary>
    /// The element as it is stored: a BSON document whose first field is <c>jd</c>. It is encoded each time that it is asked for, unless it is there already.
    /// </summary>
    /// <param name="index">The point.</param>
    /// <param name="memory">Takes the document, which lives until this is reset, and no longer than the batch. No document is open in it.</param>
    public abstract ReadOnlyMemory<byte> Document(int index, BsonWriter memory);

    /// <summary>All points with their documents.</summary>
    public IEnumerator<LightCurvePoint> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Points that are encoded already.</summary>
/// <param name="points">Strictly increasing in jd.</param>
public sealed class EncodedPoints(IReadOnlyList<LightCurvePoint> points) : LightCurvePoints
{
    /// <inheritdoc/>
    public override int Count => points.Count;

    /// <inheritdoc/>
    public override double Jd(int index) => points[index].Jd;

    /// <inheritdoc/>
    public override bool IsRich(int index) => points[index].Rich;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Document(int index, BsonWriter memory) => points[index].Document;
}

/// <summary>One element of a stored light-curve array, encoded.</summary>
/// <param name="Jd">Julian date in days, finite.</param>
/// <param name="Rich">See <see cref="LightCurvePoints.IsRich"/>.</param>
/// <param name="Document">The element, a BSON document whose first field is <c>jd</c>.</param>
public readonly record struct LightCurvePoint(double Jd, bool Rich, ReadOnlyMemory<byte> Document);
