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

    /// <summary>Sends again what earlier runs have sent; answers how many messages that are.</summary>
    /// <exception cref="Core.Resilience.TransientFaultException">The broker does not answer.</exception>
    public async ValueTask<long> SendAgainAsync(CancellationToken cancellationToken)
    {
        var sent = 0L;
        foreach (var messages in _segments.Read().Chunk(MessagesAtOnce))
        {
            await _broker.SendAsync(messages, cancellationToken);
            sent += messages.Length;
        }

        return sent;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segments.Dispose();
        _writing.Dispose();
    }
}
