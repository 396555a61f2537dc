namespace Boom.Core.Filters;

/// <summary>
/// Time that a filter may take for an alert, on average over a thousand evaluations. What a thousand may take is also too much for fewer, but for a few long
/// ones: a slow filter holds others up for that time, or for six evaluations where these take longer.
/// </summary>
/// <param name="Microseconds">Time for one alert, µs.</param>
/// <param name="TicksPerSecond">Of the clock that evaluations are timed by.</param>
public readonly record struct EvaluationBudget(int Microseconds, long TicksPerSecond)
{
    /// <summary>Evaluations that the time is averaged over.</summary>
    public const int Evaluations = 1000;

    // A program that is stopped for a while, or a machine, makes one evaluation long, whatever it computes.
    const int FewestSlow = 5;

    readonly double _ticks = Microseconds * (TicksPerSecond / 1e6);

    /// <summary>What counts of the time of one evaluation: a single one, however long, is not too much.</summary>
    public long Counted(long ticks) => Math.Min(ticks, (long)(_ticks * Evaluations / FewestSlow));

    /// <summary>Whether evaluations took too much time, whatever follows.</summary>
    /// <param name="evaluations">How many there were.</param>
    /// <param name="ticks">Time of all of them, as far as it <see cref="Counted">counts</see>.</param>
    public bool IsExceeded(long evaluations, long ticks) => ticks > _ticks * Math.Max(Evaluations, evaluations);

    /// <summary>What a person is told of evaluations that took too much time, sentences.</summary>
    /// <inheritdoc cref="IsExceeded"/>
    public string Describe(long evaluations, long ticks)
    {
        var taken = FormattableString.Invariant($"It takes {1e6 * ticks / TicksPerSecond / Math.Max(1, evaluations):0} µs an alert");
        if (evaluations < Evaluations)
        {
            taken = FormattableString.Invariant(
                $"{taken} ({(double)ticks / TicksPerSecond:0.##} s for {evaluations} {(evaluations == 1 ? "alert" : "alerts")}, where {Evaluations} may take {Evaluations * (Microseconds / 1e6):0.##} s)");
        }

        return FormattableString.Invariant($"{taken}; {Microseconds} µs are allowed (Filter:BudgetMicroseconds). Put cheap conditions that few alerts fulfil first.");
    }
}

/// <summary>Counts evaluations of a filter against a budget, a thousand at a time. One thread at a time may use it.</summary>
public sealed class EvaluationWindow
{
    /// <summary>Evaluations since the last thousand was full.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Time of these, ticks.</summary>
    public long Ticks { get; private set; }

    /// <summary>Counts evaluations; says what is wrong when they took too much time, else null.</summary>
    /// <param name="evaluations">How many.</param>
    /// <param name="ticks">Time of all of them.</param>
    /// <param name="budget">What they may take.</param>
    public string? Add(long evaluations, long ticks, EvaluationBudget budget)
    {
        Evaluations += evaluations;
        Ticks += ticks;
        var isExceeded = budget.IsExceeded(Evaluations, Ticks);
        if (!isExceeded && Evaluations < EvaluationBudget.Evaluations)
            return null;
        var problem = isExceeded ? budget.Describe(Evaluations, Ticks) : null;
        (Evaluations, Ticks) = (0, 0);
        return problem;
    }
}
