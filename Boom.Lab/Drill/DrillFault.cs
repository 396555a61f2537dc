namespace Boom.Lab.Drill;

/// <summary>One fault of a plan.</summary>
/// <param name="At">When, from the first packet on.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">The program or server.</param>
/// <param name="Duration">How long until it is mended; zero for what needs no mending.</param>
internal sealed record DrillFault(TimeSpan At, DrillFaultKind Kind, string Target, TimeSpan Duration)
{
    /// <summary>When it is over.</summary>
    public TimeSpan End => At + Duration;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds:0.0} s {Kind} {Target}")
        + (Duration > TimeSpan.Zero ? FormattableString.Invariant($" for {Duration.TotalSeconds:0.0} s") : "");
}
