using System.ComponentModel.DataAnnotations;
using Boom.Hosting.Stages;

namespace Boom.Enricher;

/// <summary>
/// Settings of an enricher, section <c>Enricher</c>. A batch has 250 alerts unless another size is given. A program has one worker, or two where networks
/// run: then one fetches and writes while the alerts of the other are scored.
/// </summary>
public sealed class EnricherOptions : QueueStageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Enricher";

    int? _workers;

    /// <inheritdoc/>
    protected override string Key => Section;

    public EnricherOptions() => BatchSize = 250;

    /// <inheritdoc/>
    [Range(1, 64)]
    public override int Workers
    {
        get => _workers ?? 1;
        set => _workers = value;
    }

    internal int WorkersFor(bool networksRun) => _workers ?? (networksRun ? 2 : 1);

    /// <summary>Alerts that networks score at once, 0 to 256; 0 for as many as there are processors, which is the default.</summary>
    [Range(0, 256)]
    public int InferenceThreads { get; set; }

    /// <summary>Alerts that are scored at once.</summary>
    public int Threads => InferenceThreads > 0 ? InferenceThreads : Environment.ProcessorCount;

    /// <summary>
    /// Path of a coverage map (MOC, FITS) of the sky where catalogues of stars are complete: there an alert without match has no star. Default none: such an
    /// alert's flags are null.
    /// </summary>
    public string? Footprint { get; set; }

    /// <summary>
    /// Whether there are filter workers: enriched alerts are handed on to them. Default false, as a queue that nobody reads only grows. Whoever starts filter
    /// workers sets it: <c>boom run</c> and the AppHost do so by themselves.
    /// </summary>
    public bool Forward { get; set; }

    /// <summary>
    /// Rest between two looks for alerts that are stored, not enriched, and older than everything in the queue: they are queued again. 1 s to 1 h;
    /// default 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often the active filters are read again, by which networks with the policy <c>asked</c> run: 1 s to 1 h; default 30 s. A filter that became active
    /// since loses nothing by it: filter workers send alerts back to be scored.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FilterRefresh { get; set; } = TimeSpan.FromSeconds(30);
}
