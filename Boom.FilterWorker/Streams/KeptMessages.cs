using Boom.Core.Messages;

namespace Boom.FilterWorker.Streams;

/// <summary>
/// Sends messages to a broker of ours, which forgets at its end: each is in a file before it is sent, and at the next start it is sent again, under the same
/// identifier.
/// </summary>
sealed class KeptMessages : IMessageSink, IDisposable
{
    const int MessagesAtOnce = 500;

    readonly IMessageSink _broker;
    readonly MessageSegments _segments;
    readonly SemaphoreSlim _writing = new(1);

    /// <param name="broker">Sends to the broker.</param>
    /// <param name="segments">Keeps them.</param>
    public KeptMessages(IMessageSink broker, MessageSegments segments) => (_broker, _segments) = (broker, segments);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyList<StreamTopic> topics, CancellationToken cancellationToken) =>
        _broker.EnsureTopicsAsync(topics, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RefusedMessage>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _segments.Append(messages);
        }
        finally
        {
            _writing.Release();
        }

        return await _broker.SendAsync(messages, cancellationToken);
    }

    /// <summary>Sends again what earlier runs have sent. What the broker does not take, whatever is done, stays in its file.</summary>
    /// <exception cref="Core.Resilience.TransientFaultException">The broker does not answer.</exception>
    /// <exception cref="Core.Resilience.PermanentFaultException">A file cannot be read.</exception>
    public async ValueTask<SentAgain> SendAgainAsync(CancellationToken cancellationToken)
    {
        long sent = 0, refused = 0;
        RefusedMessage? first = null;
        foreach (var messages in _segments.Read().Chunk(MessagesAtOnce))
        {
            var not = await _broker.SendAsync(messages, cancellationToken);
            sent += messages.Length - not.Count;
            refused += not.Count;
            first ??= not.Count > 0 ? not[0] : null;
        }

        return new SentAgain(sent, refused, first, _segments.Damage);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segments.Dispose();
        _writing.Dispose();
    }
}
