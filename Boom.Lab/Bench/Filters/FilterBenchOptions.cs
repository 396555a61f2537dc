namespace Boom.Lab.Bench.Filters;

/// <summary>What <c>boom bench filters</c> measures.</summary>
/// <param name="Filters">Pipelines of each shape, no two of them equal.</param>
/// <param name="Alerts">Alerts that each of them looks at.</param>
/// <param name="Rounds">Rounds.</param>
/// <param name="Seed">Of alerts and pipelines.</param>
/// <param name="Shapes">Shapes to measure, of <see cref="PipelineShape.All"/>.</param>
/// <param name="MongoDb">Connection string of a server to hold against; null for none.</param>
internal sealed record FilterBenchOptions(int Filters, int Alerts, int Rounds, ulong Seed, IReadOnlyList<PipelineShape> Shapes, string? MongoDb);

/// <summary>A kind of filter.</summary>
/// <param name="Key">Short name.</param>
/// <param name="Title">What such a filter does.</param>
/// <param name="Goal">Evaluations per second on one core to reach; null where the goal is one of alerts.</param>
/// <param name="AlertsGoal">Alerts per second on one core, for all filters together; null where there is none.</param>
internal sealed record PipelineShape(string Key, string Title, double? Goal, double? AlertsGoal)
{
    /// <summary>Conditions on the alert alone.</summary>
    public static PipelineShape Simple { get; } = new("simple", "three to seven conditions on the alert", 1_000_000, null);

    /// <summary>What the reference measures with.</summary>
    public static PipelineShape Cats150 { get; } = new("cats150", "four loops over detections and forced photometry, stars and bright stars by distance", 100_000, null);

    /// <summary>Slopes of a light curve.</summary>
    public static PipelineShape Riser { get; } = new("riser", "slopes between neighbouring points, 50 of the alert's band", 50_000, null);

    /// <summary>The example filters, as filter workers run them.</summary>
    public static PipelineShape Mixed { get; } = new("mixed", "the example filters with permissions, as the filter worker evaluates them", null, 1000);

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<PipelineShape> All { get; } = [Simple, Cats150, Riser, Mixed];
}
