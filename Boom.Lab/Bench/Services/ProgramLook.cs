namespace Boom.Lab.Bench.Services;

/// <summary>A program at one moment; all of its kind together.</summary>
/// <param name="Done">Packets or alerts it has processed.</param>
/// <param name="Cpu">Processor time it has used.</param>
/// <param name="Metrics">What it says of itself; empty for a server.</param>
internal sealed record ProgramLook(double Done, TimeSpan Cpu, MetricsPage Metrics);
