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

    /// <summary>Time after which the alerts of an enricher that died go to another, 5 s to 1 h; default 1 min. A living one renews its leases.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Attempts after which an alert that breaks the processing becomes a dead letter, 1 to 100; default 5.</summary>
    [Range(1, 100)]
    public int MaximumAttempts { get; set; } = 5;

    /// <summary>
    /// Wait of an alert that breaks the processing before its second attempt, 10 ms to 10 min; default 1 s. It is five times as long before each
    /// further one, and never more than 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two looks at an empty queue; the queue server tells of a push, which ends it. 1 ms to 10 s; default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Rest between two looks for alerts that are stored, not enriched, and older than everything in the queue: they are queued again. 1 s to 1 h;
    /// default 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Enrichers of this process, 1 to 64; default 1.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;
}
