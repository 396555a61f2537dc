using Boom.Core.Alerts;
using Boom.Core.Sky;

namespace Boom.Core.Store;

/// <summary>What one alert says of its object.</summary>
/// <param name="ObjectId">Key of the object document.</param>
/// <param name="Position">Position of the alert; kept only when it makes the object.</param>
/// <param name="InsertFields">BSON document of the fields written once, when the object is made (without <c>_id</c> and arrays); <c>aliases</c> without names among them.</param>
/// <param name="SetFields">BSON document of the fields written on every update (<c>updated_at</c>).</param>
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
public sealed record ArrayUpdate(LightCurveSeries Series, LightCurvePoints Points)
{
    /// <summary>Points that are encoded already.</summary>
    public ArrayUpdate(LightCurveSeries series, IReadOnlyList<LightCurvePoint> points)
        : this(series, new EncodedPoints(points))
    {
    }

    /// <summary>Name of the array.</summary>
    public string Name => Series.Name;
}
