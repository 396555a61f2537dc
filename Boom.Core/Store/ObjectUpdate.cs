using Boom.Core.Alerts;
using Boom.Core.Sky;

namespace Boom.Core.Store;

/// <summary>What one alert says of its object.</summary>
/// <param name="ObjectId">Key of the object document.</param>
/// <param name="Position">Position of the alert; kept only when it makes the object.</param>
/// <param name="InsertFields">BSON document of the fields written once, when the object is made (without <c>_id</c> and arrays).</param>
/// <param name="SetFields">BSON document of the fields written on every update (<c>aliases</c>, <c>updated_at</c>).</param>
/// <param name="Arrays">The survey's arrays, each always present in the document, possibly empty.</param>
public sealed record ObjectUpdate(
    string ObjectId,
    SkyPosition Position,
    ReadOnlyMemory<byte> InsertFields,
    ReadOnlyMemory<byte> SetFields,
    IReadOnlyList<ArrayUpdate> Arrays);

/// <summary>Points to merge into one light-curve array of an object.</summary>
/// <param name="Series">The array.</param>
/// <param name="Points">Strictly increasing in jd; may be empty.</param>
public sealed record ArrayUpdate(LightCurveSeries Series, IReadOnlyList<LightCurvePoint> Points)
{
    /// <summary>Name of the array.</summary>
    public string Name => Series.Name;
}

/// <summary>One element of a stored light-curve array, encoded.</summary>
/// <param name="Jd">Julian date in days, finite: the key by which points are ordered and told apart.</param>
/// <param name="Rich">The point is a candidate's own (it has the field <see cref="Alerts.LightCurveSeries.RicherBy"/>): it replaces a poorer point of the same jd.</param>
/// <param name="Document">The element, a BSON document whose first field is <c>jd</c>.</param>
public readonly record struct LightCurvePoint(double Jd, bool Rich, ReadOnlyMemory<byte> Document);
