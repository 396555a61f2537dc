using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>Points to merge into one light-curve array of an object.</summary>
/// <param name="Series">The array.</param>
/// <param name="Points">Strictly increasing in jd; may be empty.</param>
public sealed record ArrayUpdate(LightCurveSeries Series, IReadOnlyList<LightCurvePoint> Points)
{
    /// <summary>Name of the array.</summary>
    public string Name => Series.Name;
}
