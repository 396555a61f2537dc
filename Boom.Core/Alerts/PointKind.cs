namespace Boom.Core.Alerts;

/// <summary>What a point of a light curve is.</summary>
public enum PointKind
{
    /// <summary>Nothing seen down to this magnitude.</summary>
    UpperLimit,

    /// <summary>Forced photometry at the position of the object.</summary>
    Forced,

    /// <summary>A detection.</summary>
    Detection,
}
