using Boom.Core.Surveys;

namespace Boom.Lab.Drill;

/// <summary>How a drill is run.</summary>
internal sealed record DrillSettings
{
    /// <summary>Alerts of the simulated night of each survey.</summary>
    public int Alerts { get; init; } = 400;

    /// <summary>Surveys that publish side by side, each its own night of the same sky; the first bears the faults of catalogues.</summary>
    public IReadOnlyList<Survey> Surveys { get; init; } = [Survey.Ztf];

    /// <summary>Consumer programs of each survey.</summary>
    public int Consumers { get; init; } = 2;

    public int AlertWorkers { get; init; } = 2;

    public int Enrichers { get; init; } = 2;

    /// <summary>Filter worker programs; 0 for neither filters nor public streams.</summary>
    public int FilterWorkers { get; init; } = 2;

    /// <summary>How long the night's packets take to be published.</summary>
    public TimeSpan Night { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long the programs wait on an empty topic before the first packet.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>Servers that go away once, for so long, instead of the faults of the seed.</summary>
    public IReadOnlyList<(string Server, TimeSpan Duration)> Away { get; init; } = [];

    /// <summary>Servers that no fault is put into.</summary>
    public IReadOnlyList<string> Spared { get; init; } = [];

    /// <summary>A MongoDB store keeps its cutouts in a folder, and not in itself.</summary>
    public bool CutoutsInFolder { get; init; }

    /// <summary>Publishes the night a second time when it is done.</summary>
    public bool Again { get; init; }

    public IReadOnlySet<DrillFaultKind> Kinds { get; init; } = DrillPlan.DefaultKinds;

    /// <summary><see cref="Kinds"/> that have something to happen to.</summary>
    public IReadOnlySet<DrillFaultKind> DrawnKinds => FilterWorkers > 0 ? Kinds : Kinds.Where(kind => kind != DrillFaultKind.RemoveStreams).ToHashSet();

    /// <summary>Folder of an earlier build, which half of the programs begin as; null for none.</summary>
    public string? Before { get; init; }

    /// <summary>MongoDB asks for a user and a password.</summary>
    public bool SignsIn => Kinds.Contains(DrillFaultKind.CutSignIn) || Kinds.Contains(DrillFaultKind.HoldSignIn);

    /// <summary>A run in which nothing moves for so long after its last fault has failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}
