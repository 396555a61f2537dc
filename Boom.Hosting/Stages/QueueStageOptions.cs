using System.ComponentModel.DataAnnotations;
using Boom.Core.Queues;
using Boom.Core.Surveys;

namespace Boom.Hosting.Stages;

/// <summary>Settings that all stages have which work on a leased queue.</summary>
public abstract class QueueStageOptions : IValidatableObject
{
    const int MostWorkers = 64;

    /// <summary>Most messages of one batch, 1 to 5,000.</summary>
    [Range(1, 5000)]
    public int BatchSize { get; set; }

    /// <summary>Time after which the messages of a worker that died go to another, 5 s to 1 h; default 1 min. A living worker renews its leases.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Attempts after which a message that breaks the processing becomes a dead letter, 1 to 100; default 5.</summary>
    [Range(1, 100)]
    public int MaximumAttempts { get; set; } = 5;

    /// <summary>
    /// Wait of a message that breaks the processing before its second attempt, 10 ms to 10 min; default 1 s. It is five times as long before each
    /// further one, and never more than 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two looks at an empty queue; the queue server tells of a push, which ends it. 1 ms to 10 s; default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Workers of this process, 1 to 64.</summary>
    [Range(1, MostWorkers)]
    public virtual int Workers { get; set; }

    /// <summary>
    /// Workers of single surveys, by name, 0 to 64; default empty: each survey has as many as the others. A survey has a queue and workers of its own, so that
    /// a flood of one leaves the others theirs.
    /// </summary>
    public IDictionary<string, int> WorkersOf { get; set; } = new Dictionary<string, int>();

    /// <summary>Workers of a survey, where the setting names it; else as many as <paramref name="otherwise"/> says.</summary>
    public int WorkersFor(Survey survey, int otherwise)
    {
        foreach (var (name, workers) in WorkersOf)
        {
            if (SurveyNames.TryParse(name, out var named) && named == survey)
                return workers;
        }

        return otherwise;
    }

    /// <summary>Section of the configuration that these are bound from, for messages.</summary>
    protected abstract string Key { get; }

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, workers) in WorkersOf)
        {
            if (!SurveyNames.TryParse(name, out _))
                yield return new($"{Key}:{nameof(WorkersOf)}:{name} names no survey; give one such as {SurveyCatalog.Default.Supported[0].ToLowerName()}.");
            else if (workers is < 0 or > MostWorkers)
                yield return new($"{Key}:{nameof(WorkersOf)}:{name} is {workers}; give 0 to {MostWorkers}.");
        }
    }

    internal LeaseLoopSettings ToLoopSettings() => new(BatchSize, Lease, MaximumAttempts, PollInterval, RetryDelay);
}
