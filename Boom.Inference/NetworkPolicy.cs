using Boom.Core.Matching;

namespace Boom.Inference;

/// <summary>
/// Which alerts a network is run on: all, none, those that a condition in the language of docs/matching.md holds for, or those for which an active filter asks
/// for the score.
/// </summary>
public sealed class NetworkPolicy
{
    internal const string AlwaysText = "always";
    const string NeverText = "never", AskedText = "asked", ScoresPath = "classifications";

    readonly bool _isAlways;

    NetworkPolicy(bool isAlways, MatchExpression? condition, bool isAsked = false) => (_isAlways, Condition, IsAsked) = (isAlways, condition, isAsked);

    /// <summary>On all alerts.</summary>
    public static NetworkPolicy Always { get; } = new(true, null);

    /// <summary>On none.</summary>
    public static NetworkPolicy Never { get; } = new(false, null);

    /// <summary>On those that an active filter could let pass; on all where nobody knows the filters.</summary>
    public static NetworkPolicy Asked { get; } = new(true, null, isAsked: true);

    /// <summary>Whether it depends on the active filters.</summary>
    public bool IsAsked { get; }

    /// <summary>Holds for the alerts that the network is run on; null where there is no condition.</summary>
    public MatchExpression? Condition { get; }

    /// <summary>Whether it may hold for some alert.</summary>
    public bool IsEver => _isAlways || Condition is not null;

    /// <summary>Networks whose scores the condition asks for.</summary>
    public IEnumerable<string> Scores => (Condition?.Paths ?? []).Where(path => path.StartsWith(ScoresPath + ".", StringComparison.Ordinal)).Select(path => path.Split('.')[1]);

    /// <summary>Reads <c>always</c>, <c>never</c>, <c>asked</c>, or a match document.</summary>
    /// <exception cref="MatchException">It is none of these.</exception>
    public static NetworkPolicy Parse(string text) => text.Trim() switch
    {
        AlwaysText => Always,
        NeverText => Never,
        AskedText => Asked,
        var condition when condition.StartsWith('{') => new NetworkPolicy(false, MatchExpression.Parse(condition)),
        var other => throw new MatchException($"'{other}' is no policy: give {AlwaysText}, {NeverText}, {AskedText}, or a match document such as {{\"candidate.drb\": {{\"$gte\": 0.5}}}}."),
    };

    /// <summary>What is wrong with the text of a policy; null for nothing.</summary>
    public static string? FindProblem(string text)
    {
        try
        {
            _ = Parse(text);
            return null;
        }
        catch (MatchException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Whether the network is run on an alert, as far as it is not a matter of filters.</summary>
    /// <param name="alert">As stored.</param>
    /// <param name="update">Fields that take the place of stored ones: properties and scores of this run.</param>
    public bool Wants(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> update) => _isAlways || (Condition is { } condition && condition.IsMatch(alert, update));
}
