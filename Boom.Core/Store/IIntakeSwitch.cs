using Boom.Core.Surveys;
using Boom.Core.Text;

namespace Boom.Core.Store;

/// <summary>
/// The order to pause the intake of a survey. It is kept in the store, so it reaches every consumer on every machine, and holds until it is taken back,
/// also when programs end and start. Packets stay in the broker meanwhile.
/// </summary>
public interface IIntakeSwitch
{
    /// <summary>The order that holds for a survey; null when its packets are read.</summary>
    ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken);

    /// <summary>Pauses the intake. When it is paused already, the reason is replaced and the time stays.</summary>
    ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken);

    /// <summary>Resumes the intake; false when it was not paused.</summary>
    ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken);
}

/// <summary>An order to pause.</summary>
/// <param name="Reason">Why, in the operator's words; empty when none was given.</param>
/// <param name="SinceMs">When it was given, Unix milliseconds, by the clock of whoever gave it.</param>
public sealed record IntakePause(string Reason, long SinceMs)
{
    /// <summary>A sentence for health, log and commands.</summary>
    public string Describe(Survey survey)
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(SinceMs).ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return $"The intake of {survey.ToUpperName()} is paused since {since}{(Reason.Length > 0 ? $" ({SentenceText.Clause(Reason)})" : "")}; 'boom intake resume' ends it, and 'Resume intake' at the consumer in the dashboard";
    }
}
