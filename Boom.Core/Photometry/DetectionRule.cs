namespace Boom.Core.Photometry;

/// <summary>What makes a stored point a detection, and which of its fields are its magnitude.</summary>
sealed record DetectionRule
{
    /// <summary>A point of alerts (<c>prv_candidates</c>): it has magnitude, error and signal-to-noise ratio.</summary>
    public static DetectionRule Measured { get; } = new();

    /// <summary>A point of alerts of surveys that give no signal-to-noise ratio: it has magnitude and error.</summary>
    public static DetectionRule Magnitude { get; } = new() { NeedsSnr = false };

    /// <summary>Forced photometry: at least 3 σ as well.</summary>
    public static DetectionRule Forced { get; } = new() { MinimumSnr = Magnitudes.DetectionSnr };

    /// <summary>Forced photometry that tells how it was processed: sound as well (<c>procstatus</c> is "0", zero point and error present).</summary>
    public static DetectionRule ProcessedForced { get; } = Forced with { IsProcessed = true };

    /// <summary>A point of alerts whose magnitude is <c>magap</c>.</summary>
    public static DetectionRule Aperture { get; } = new() { NeedsSnr = false, IsAperture = true };

    /// <summary>Forced photometry whose magnitude is <c>magap</c>: at least 3 σ, brighter or fainter than the reference.</summary>
    public static DetectionRule ForcedAperture { get; } = Forced with { IsAperture = true };

    /// <summary>Whether a point must have a signal-to-noise ratio.</summary>
    public bool NeedsSnr { get; private init; } = true;

    /// <summary>Least absolute signal-to-noise ratio.</summary>
    public float MinimumSnr { get; private init; }

    /// <summary>Whether a point must have been processed without fault.</summary>
    public bool IsProcessed { get; private init; }

    /// <summary>Whether the magnitude is <c>magap</c> and its error <c>sigmagap</c>; else <c>magpsf</c> and <c>sigmapsf</c>.</summary>
    public bool IsAperture { get; private init; }
}
