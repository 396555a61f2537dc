namespace Boom.Consumer;

/// <summary>
/// The topics that are read. A topic joins when the plan has it; it leaves when the plan has it no more and it is read to its end or gone,
/// however long that takes.
/// </summary>
sealed class TopicRoster(TopicPlan plan)
{
    public IReadOnlyList<string> Topics { get; private set; } = [];

    /// <summary>Takes nights up again that were begun earlier and not ended.</summary>
    public void Begin(DateTimeOffset now, IEnumerable<string> begun, Func<string, bool> isDrained)
    {
        var planned = plan.TopicsAt(now);
        Topics = [.. begun.Where(topic => !planned.Contains(topic) && !isDrained(topic)).Order(StringComparer.Ordinal), .. planned];
    }

    /// <summary>Follows the clock; true when the topics have changed.</summary>
    public bool Update(DateTimeOffset now, Func<string, bool> isDrained)
    {
        var planned = plan.TopicsAt(now);
        List<string> topics = [.. Topics.Where(topic => !planned.Contains(topic) && !isDrained(topic)), .. planned];
        if (topics.SequenceEqual(Topics))
            return false;
        Topics = topics;
        return true;
    }
}
