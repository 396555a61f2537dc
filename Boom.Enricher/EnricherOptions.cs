using System.ComponentModel.DataAnnotations;

namespace Boom.Enricher;

/// <summary>Settings of an enricher, section <c>Enricher</c>.</summary>
public sealed class EnricherOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Enricher";

    /// <summary>Most alerts of one batch, 1 to 5,000; default 250.</summary>
    [Range(1, 5000)]
    public int BatchSize { get; set; } = 250;

    /// <summary>Time after which the alerts of an enricher that fell silent go to another, 5 s to 1 h; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Attempts after which an alert that breaks the processing becomes a dead letter, 1 to 100; default 5.</summary>
    [Range(1, 100)]
    public int MaximumAttempts { get; set; } = 5;

    /// <summary>Wait between two looks at an empty queue, 1 ms to 10 s; default 20 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How often a quiet queue is compared with the store: alerts that are stored and were never enriched are queued again, 1 s to 1 h;
    /// default 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Enrichers of this process, 1 to 64; default 1.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;
}
