using System.ComponentModel.DataAnnotations;

namespace Boom.AlertWorker;

/// <summary>Settings of an alert worker, section <c>AlertWorker</c>.</summary>
public sealed class AlertWorkerOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "AlertWorker";

    /// <summary>Most packets of one batch, 1 to 5,000; default 100 (some 7 MB of ZTF packets).</summary>
    [Range(1, 5000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Time after which the packets of a worker that died go to another, 5 s to 1 h; default 1 min. A living worker renews its leases.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Attempts after which a packet that breaks the processing becomes a dead letter, 1 to 100; default 5.</summary>
    [Range(1, 100)]
    public int MaximumAttempts { get; set; } = 5;

    /// <summary>
    /// Wait of a packet that breaks the processing before its second attempt, 10 ms to 10 min; default 1 s. It is five times as long before each
    /// further one, and never more than 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two looks at an empty queue; the queue server tells of a push, which ends it. 1 ms to 10 s; default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Workers of this process, 1 to 64; default 2: one decodes while the store writes what the other has brought.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 2;
}
