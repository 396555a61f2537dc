using Boom.Core.Messages;

namespace Boom.Tests.FilterWorker;

/// <summary>Brokers in memory that keep what is sent.</summary>
sealed class MemorySink : IMessageSink
{
    /// <summary>What has been confirmed, repeats included.</summary>
    public List<OutgoingMessage> Messages { get; } = [];

    /// <summary>Topics that are there.</summary>
    public HashSet<string> Topics { get; } = [];

    /// <summary>Thrown by the next call, once.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether a call that throws has sent its messages all the same.</summary>
    public bool SendsBeforeFault { get; set; }

    /// <summary>Messages that are not taken, whatever is done.</summary>
    public Func<OutgoingMessage, bool> Refuses { get; set; } = _ => false;

    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyList<StreamTopic> topics, CancellationToken cancellationToken)
    {
        Topics.UnionWith(topics.Select(topic => topic.Name));
        return ValueTask.FromResult<IReadOnlyList<string>>([]);
    }

    public ValueTask<IReadOnlyList<RefusedMessage>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var fault = Fault;
        Fault = null;
        if (fault is null || SendsBeforeFault)
            Messages.AddRange(messages.Where(message => !Refuses(message)));
        return fault is null
            ? ValueTask.FromResult<IReadOnlyList<RefusedMessage>>([.. messages.Where(Refuses).Select(message => new RefusedMessage(message, "too large"))])
            : throw fault;
    }
}
