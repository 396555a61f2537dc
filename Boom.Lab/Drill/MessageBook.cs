namespace Boom.Lab.Drill;

/// <summary>What was sent, by topic and alert.</summary>
internal sealed class MessageBook
{
    readonly Dictionary<(string Topic, long Candid), SeenMessages> _seen = [];

    /// <summary>Messages; those that were read again after the brokers were set back count again.</summary>
    public long Count { get; private set; }

    /// <summary>Topics and alerts of which there is something.</summary>
    public IEnumerable<(string Topic, long Candid)> Seen => _seen.Keys;

    /// <summary>What was sent of an alert to a topic; null for nothing.</summary>
    public SeenMessages? Find(string topic, long candid) => _seen.GetValueOrDefault((topic, candid));

    /// <summary>Adds a message.</summary>
    public void Add(string topic, string id, SentRecord message)
    {
        Count++;
        if (!_seen.TryGetValue((topic, message.Candid), out var seen))
            _seen[(topic, message.Candid)] = seen = new SeenMessages();
        seen.Ids.Add(id);
        seen.Filters.Add(string.Join(' ', message.Filters.Order(StringComparer.Ordinal)));
    }
}

/// <summary>Messages of one alert in one topic.</summary>
internal sealed class SeenMessages
{
    /// <summary>Their identifiers: one, however often it was sent.</summary>
    public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>The filters that they name, a text for each set of them.</summary>
    public HashSet<string> Filters { get; } = new(StringComparer.Ordinal);
}
