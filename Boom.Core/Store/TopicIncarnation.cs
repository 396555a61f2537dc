using System.Globalization;

namespace Boom.Core.Store;

/// <summary>
/// Names of topics in the ledger and in all that refers to packets. A topic that was made anew, or a partition whose end the broker has lost, gives its
/// offsets to other packets: it is another incarnation, <c>topic~2</c>, <c>topic~3</c> and so on, with an account of its own. No topic of Kafka
/// can have a tilde in its name, so the two never meet.
/// </summary>
public static class TopicIncarnation
{
    const char Mark = '~';

    /// <summary>The name of an incarnation.</summary>
    /// <param name="topic">Kafka topic.</param>
    /// <param name="number">1 for the first, whose name is the topic's.</param>
    public static string NameOf(string topic, int number) =>
        number <= 1 ? topic : string.Create(CultureInfo.InvariantCulture, $"{topic}{Mark}{number}");

    /// <summary>The Kafka topic of a name.</summary>
    public static string TopicOf(string name) => name.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at ? name[..at] : name;

    /// <summary>The number of the incarnation that a name stands for; 1 for the first.</summary>
    public static int NumberOf(string name) =>
        name.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at
        && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
}
