using Boom.Core.Alerts;

namespace Boom.Cli.Rendering;

/// <summary>A point to plot.</summary>
/// <param name="Jd">Julian date in days.</param>
/// <param name="Magnitude">Magnitude, or the limiting magnitude of an upper limit.</param>
/// <param name="Band">Band, one letter, e.g. <c>g</c>.</param>
/// <param name="Kind">Decides the marker.</param>
internal readonly record struct PlotPoint(double Jd, double Magnitude, char Band, PointKind Kind);
