namespace Boom.Lab.Bench.Services;

/// <summary>What <c>boom bench ingest --profile services</c> is asked for.</summary>
/// <param name="Alerts">Packets of the night.</param>
/// <param name="Rounds">Rounds of each section.</param>
/// <param name="Rate">Packets per second of the paced section.</param>
/// <param name="Busy">Keeps every core from going idle.</param>
/// <param name="Sections">Keys of the sections to measure.</param>
internal sealed record ServicesOptions(
    int Alerts, int Rounds, int Consumers, int AlertWorkers, int Enrichers, double Rate, bool Busy, IReadOnlyList<string> Sections);

/// <summary>Everything that was measured.</summary>
/// <param name="Machine">The machine, before.</param>
/// <param name="IdleShare">Share of the time that cores were idle; null where the system does not tell.</param>
internal sealed record ServicesFigures(
    MachineDescription Machine, ServicesOptions Options, double? IdleShare, IReadOnlyList<ServicesSection> Sections)
{
    /// <summary>
    /// As the reference's figures are given: <c>busy</c>, no core goes idle, by loops of the lowest priority; <c>quiet</c>, nothing else runs. Where
    /// others were at work before the start it is <c>shared</c>: neither.
    /// </summary>
    public string State => Options.Busy ? "busy" : Machine.Busy == true ? "shared" : "quiet";
}
