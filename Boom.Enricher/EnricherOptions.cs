using System.ComponentModel.DataAnnotations;
using Boom.Hosting.Stages;

namespace Boom.Enricher;

/// <summary>Settings of an enricher, section <c>Enricher</c>. A batch has 250 alerts unless another size is given, and a program one worker.</summary>
public sealed class EnricherOptions : QueueStageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Enricher";

    public EnricherOptions() => (BatchSize, Workers) = (250, 1);

    /// <summary>Alerts that networks score at once, 0 to 256; 0 for as many as there are processors, which is the default.</summary>
    [Range(0, 256)]
    public int InferenceThreads { get; set; }

    /// <summary>Alerts that are scored at once.</summary>
    public int Threads => InferenceThreads > 0 ? InferenceThreads : Environment.ProcessorCount;

    /// <summary>
    /// Rest between two looks for alerts that are stored, not enriched, and older than everything in the queue: they are queued again. 1 s to 1 h;
    /// default 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(20);
}
