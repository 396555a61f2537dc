using System.ComponentModel.DataAnnotations;
using Boom.Core.Surveys;
using Boom.Hosting.Stages;

namespace Boom.FilterWorker;

/// <summary>Settings of a filter worker, section <c>Filter</c>. A batch has 500 alerts unless another size is given, and a program one worker.</summary>
public sealed class FilterWorkerOptions : QueueStageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Filter";

    /// <summary>Alerts that the yield of a filter is of: the last that it was asked of.</summary>
    public const int YieldAlerts = 10_000;

    const double LeastRate = 0.01;
    const double MostRate = 100;

    public FilterWorkerOptions() => (BatchSize, Workers) = (500, 1);

    /// <inheritdoc/>
    protected override string Key => Section;

    /// <summary>How often the active filters are read again, 1 s to 1 h; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Time that a filter may take for an alert, averaged over a thousand of them, 1 to 1,000,000 µs; default 500. One that takes more is suspended, as soon as
    /// it has used up what a thousand may take.
    /// </summary>
    [Range(1, 1_000_000)]
    public int BudgetMicroseconds { get; set; } = 500;

    /// <summary>Part of the last 10,000 alerts that a filter may let pass, 0.01 to 100 %; default 5. One that lets more pass is suspended.</summary>
    [Range(LeastRate, MostRate)]
    public double MaximumMatchRate { get; set; } = 5;

    /// <summary>The same for single surveys, by name; default empty.</summary>
    public IDictionary<string, double> MaximumMatchRateOf { get; set; } = new Dictionary<string, double>();

    /// <summary>
    /// Whether messages tell of all points of an object, as the reference does; else, which is the default, only of those that one of the filters that passed may
    /// see.
    /// </summary>
    public bool AllPhotometry { get; set; }

    /// <summary>Rest between two looks for alerts that are due and in no queue: they are queued again. 1 s to 1 h; default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Part of alerts of a survey that a filter may let pass, 0 to 1.</summary>
    public double MatchRateOf(Survey survey)
    {
        foreach (var (name, rate) in MaximumMatchRateOf)
        {
            if (SurveyNames.TryParse(name, out var named) && named == survey)
                return rate / 100;
        }

        return MaximumMatchRate / 100;
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
            yield return problem;
        foreach (var (name, rate) in MaximumMatchRateOf)
        {
            if (!SurveyNames.TryParse(name, out _))
                yield return new($"{Section}:{nameof(MaximumMatchRateOf)}:{name} names no survey; give one such as {SurveyCatalog.Default.Supported[0].ToLowerName()}.");
            else if (rate is not (>= LeastRate and <= MostRate))
                yield return new(FormattableString.Invariant($"{Section}:{nameof(MaximumMatchRateOf)}:{name} is {rate}; give {LeastRate} to {MostRate}."));
        }
    }
}
