namespace Boom.Core.Messages;

/// <summary>What a survey publishes for everybody: which alerts, in which topics, and what of them. One object serves all threads.</summary>
public abstract class PublicRules
{
    /// <summary>All topics, whether an alert has come into them or not.</summary>
    public abstract IReadOnlyList<string> Topics { get; }

    /// <summary>Name of the record of an alert.</summary>
    internal abstract string RecordName { get; }

    /// <summary>The record of <c>candidate</c>.</summary>
    internal abstract MessageRecord Candidate { get; }

    /// <summary>The record of <c>properties</c>.</summary>
    internal abstract MessageRecord Properties { get; }

    /// <summary>Why an alert is not published, by its <c>candidate</c> alone; null when it may be.</summary>
    internal abstract string? Refuse(ReadOnlySpan<byte> candidate);

    /// <summary>Why an alert is not published, by its public properties; null when it is.</summary>
    internal abstract string? RefuseProperties(ReadOnlySpan<byte> properties);

    /// <summary>The topic of an alert that is published.</summary>
    /// <param name="candidate">Its <c>candidate</c>.</param>
    /// <param name="properties">Its public properties.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="hasMatch">Whether the message tells of an object of the partner survey.</param>
    internal abstract string TopicOf(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> objectDocument, bool hasMatch);
}

/// <summary>Why alerts are not published.</summary>
public static class Withheld
{
    /// <summary>It is of a programme that not everybody may see.</summary>
    public const string Program = "program";

    /// <summary>It is a known body of the solar system.</summary>
    public const string Rock = "rock";

    /// <summary>Its score says that it is not real.</summary>
    public const string Score = "score";

    /// <summary>Flags of its image say that it cannot be used.</summary>
    public const string Flags = "flags";

    /// <summary>Its light curve has no public point.</summary>
    public const string LightCurve = "light_curve";

    /// <summary>It lacks a field that there is no message without.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [Program, Rock, Score, Flags, LightCurve, Incomplete];
}
