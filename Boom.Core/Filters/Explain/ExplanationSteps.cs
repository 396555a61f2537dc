namespace Boom.Core.Filters.Explain;

/// <summary>The budget of an explanation: each of its parts has that of an evaluation, and all of them together a multiple.</summary>
/// <param name="run">The memory.</param>
sealed class ExplanationSteps(FilterRun run)
{
    const int Patience = 16;

    /// <summary>What is said in place of a value that there is no time for.</summary>
    public const string NotComputed = "not computed, the explanation takes too long";

    long _left = (long)Patience * FilterLimits.Steps;

    /// <summary>Whether nothing more is to be computed.</summary>
    public bool IsUsedUp => _left <= 0;

    /// <summary>Begins another part.</summary>
    public void Renew()
    {
        _left -= run.StepsTaken;
        run.Refill();
    }
}
