using Boom.Core.Pipeline;

namespace Boom.Consumer;

/// <summary>
/// Keeps the packets queue within its limits. Between two looks at the queue it assumes that nothing was taken out, so it errs towards
/// looking, and looks only when the limit may have been reached.
/// </summary>
sealed class QueuePressure
{
    // Reading starts again when a fifth of the queue is free: pausing empties the client's buffers, so it must not happen per packet.
    const double ResumeBelow = 0.8;

    readonly long _maxMessages;
    readonly long _maxBytes;
    long _messages;
    long _bytes;

    /// <summary>Nothing is known of the queue at first: it must be looked at.</summary>
    public QueuePressure(long maxMessages, long maxBytes)
    {
        _maxMessages = maxMessages;
        _maxBytes = maxBytes;
        _messages = maxMessages;
    }

    public bool Paused { get; private set; }

    /// <summary>The queue must be looked at before more is read.</summary>
    public bool MustLook => Paused || _messages >= _maxMessages || _bytes >= _maxBytes;

    /// <summary>Most packets that may be read now.</summary>
    public int Allow(int batchSize) => (int)Math.Clamp(_maxMessages - _messages, 1, batchSize);

    public void Pushed(int messages, long bytes)
    {
        _messages += messages;
        _bytes += bytes;
    }

    public void Look(in QueueStatus status)
    {
        _messages = status.Ready + status.Leased;
        _bytes = status.PayloadBytes;
        var factor = Paused ? ResumeBelow : 1;
        Paused = _messages >= _maxMessages * factor || _bytes >= _maxBytes * factor;
    }
}
