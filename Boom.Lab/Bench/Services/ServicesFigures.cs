namespace Boom.Lab.Bench.Services;

/// <summary>Everything that was measured.</summary>
/// <param name="Machine">The machine, before.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="IdleShare">Share of the time that cores were idle; null where the system does not tell.</param>
/// <param name="Sections">The sections.</param>
internal sealed record ServicesFigures(
    MachineDescription Machine, ServicesOptions Options, double? IdleShare, IReadOnlyList<ServicesSection> Sections)
{
    /// <summary>
    /// As the reference's figures are given: <c>busy</c>, no core goes idle, by loops of the lowest priority; <c>quiet</c>, nothing else runs. Where
    /// others were at work before the start it is <c>shared</c>: neither.
    /// </summary>
    public string State => Options.Busy ? "busy" : Machine.Busy == true ? "shared" : "quiet";
}
