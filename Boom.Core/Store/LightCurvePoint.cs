namespace Boom.Core.Store;

/// <summary>One element of a stored light-curve array, encoded.</summary>
/// <param name="Jd">Julian date in days, finite: the key by which points are ordered and told apart.</param>
/// <param name="Rich">The point is a candidate's own (it has the field <see cref="Alerts.LightCurveSeries.RicherBy"/>): it replaces a poorer point of the same jd.</param>
/// <param name="Document">The element, a BSON document whose first field is <c>jd</c>.</param>
public readonly record struct LightCurvePoint(double Jd, bool Rich, ReadOnlyMemory<byte> Document);
