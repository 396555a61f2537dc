using Boom.Core.Matching;

namespace Boom.Inference;

/// <summary>Which alerts a network is run on: all, none, or those that a condition in the language of docs/matching.md holds for.</summary>
public sealed class NetworkPolicy
{
    internal const string AlwaysText = "always";
    const string NeverText = "never", ScoresPath = "classifications";

    readonly bool _isAlways;

    NetworkPolicy(bool isAlways, MatchExpression? condition) => (_isAlways, Condition) = (isAlways, condition);

    /// <summary>On all alerts.</summary>
    public static NetworkPolicy Always { get; } = new(true, null);

    /// <summary>On none.</summary>
    public static NetworkPolicy Never { get; } = new(false, null);

    /// <summary>Holds for the alerts that the network is run on; null for all or none of them.</summary>
    public MatchExpression? Condition { get; }

    /// <summary>Whether it may hold for some alert.</summary>
    public bool IsEver => _isAlways || Condition is not null;

    /// <summary>Networks whose scores the condition asks for.</summary>
    public IEnumerable<string> Scores => (Condition?.Paths ?? []).Where(path => path.StartsWith(ScoresPath + ".", StringComparison.Ordinal)).Select(path => path.Split('.')[1]);

    /// <summary>Reads <c>always</c>, <c>never</c>, or a match document.</summary>
    /// <exception cref="MatchException">It is none of these.</exception>
    public static NetworkPolicy Parse(string text) => text.Trim() switch
    {
        AlwaysText => Always,
        NeverText => Never,
        var condition when condition.StartsWith('{') => new NetworkPolicy(false, MatchExpression.Parse(condition)),
        var other => throw new MatchException($"'{other}' is no policy: give {AlwaysText}, {NeverText}, or a match document such as {{\"candidate.drb\": {{\"$gte\": 0.5}}}}."),
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

    /// <summary>Whether the network is run on an alert.</summary>
    /// <param name="alert">As stored.</param>
    /// <param name="update">Fields that take the place of stored ones: properties and scores of this run.</param>
    public bool Wants(ReadOnlySpan<byte> alert, ReadOnlySpan<byte> update) => _isAlways || (Condition is { } condition && condition.IsMatch(alert, update));
}
