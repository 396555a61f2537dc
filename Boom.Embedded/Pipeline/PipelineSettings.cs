using Boom.Core.Surveys;

namespace Boom.Embedded.Pipeline;

/// <summary>What a pipeline of one process is made of.</summary>
/// <param name="DataFolder">Full path of the data folder.</param>
/// <param name="Surveys">Surveys to read; at least one.</param>
/// <param name="Workers">Alert workers per survey; null for as many as configured.</param>
/// <param name="Verbose">Log to standard error as well.</param>
public sealed record PipelineSettings(string DataFolder, IReadOnlyList<Survey> Surveys, int? Workers, bool Verbose)
{
    /// <summary>The one night that is read, the UTC date in the names of its topics; null for all nights.</summary>
    public DateOnly? Night { get; init; }

    /// <summary>Networks that score the alerts unless the environment names others; empty for none.</summary>
    public string Networks { get; init; } = "";

    /// <summary>Folder of the catalogues of the simulated sky, which objects are matched with besides others; null where there is more to read than simulated nights.</summary>
    public string? SimulatedCatalogs { get; init; }

    /// <summary>A simulated night is published: topics of simulated alerts are read as well.</summary>
    public bool Simulates { get; init; }

    /// <summary>Nothing but simulated nights is read, whose schemas this build has: nobody outside is asked for any.</summary>
    internal bool IsAllSimulated { get; init; }

    /// <summary>Public streams are published, also when the environment does not ask for them.</summary>
    public bool Streams { get; init; }

    /// <summary>Some filter of these surveys is active.</summary>
    internal bool HasFilters { get; init; }

    /// <summary>Port of health and metrics; null for none.</summary>
    public HttpPort? Http { get; init; }
}
