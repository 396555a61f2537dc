namespace Boom.Lab.Bench.Services;

/// <summary>One line of a Prometheus page.</summary>
/// <param name="Name">Name of the metric, with its suffix.</param>
/// <param name="Labels">Labels by name.</param>
/// <param name="Value">Value.</param>
internal sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
