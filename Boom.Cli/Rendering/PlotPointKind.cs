namespace Boom.Cli.Rendering;

/// <summary>What a point of a light curve is.</summary>
internal enum PlotPointKind
{
    /// <summary>Nothing seen down to this magnitude.</summary>
    UpperLimit,

    /// <summary>Forced photometry at the position of the object.</summary>
    Forced,

    /// <summary>A detection.</summary>
    Detection,
}
