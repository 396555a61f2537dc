namespace Boom.Lab.Bench.Services;

/// <summary>What <c>boom bench ingest --profile services</c> is asked for.</summary>
/// <param name="Alerts">Packets of the night.</param>
/// <param name="Rounds">Rounds of each section.</param>
/// <param name="Consumers">Consumer programs.</param>
/// <param name="AlertWorkers">Alert worker programs.</param>
/// <param name="Enrichers">Enricher programs.</param>
/// <param name="Rate">Packets per second of the paced section.</param>
/// <param name="Busy">Keeps every core from going idle.</param>
/// <param name="Sections">Keys of the sections to measure.</param>
internal sealed record ServicesOptions(
    int Alerts, int Rounds, int Consumers, int AlertWorkers, int Enrichers, double Rate, bool Busy, IReadOnlyList<string> Sections);
