using Boom.Core.Pipeline;

namespace Boom.Consumer;

/// <summary>
/// Keeps the packets queue within its limits. Between two looks at the queue it assumes that nothing was taken out, so it errs towards
/// looking, and looks only when the limit may have been reached.
/// </summary>
sealed class QueuePressure
{
    // Reading starts again when a fifth of the queue is free.
    const double ResumeBelow = 0.8;

    readonly long _maxMessages;
    readonly long _maxBytes;

    /// <summary>Nothing is known of the queue at first: it must be looked at.</summary>
    public QueuePressure(long maxMessages, long maxBytes)
    {
        _maxMessages = maxMessages;
        _maxBytes = maxBytes;
        Messages = maxMessages;
    }

    /// <summary>A limit was reached, and not enough has been taken out since.</summary>
    public bool Full { get; private set; }

    /// <summary>Messages in the queue, waiting or leased, as far as is known.</summary>
    public long Messages { get; private set; }

    /// <summary>Their payload bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The queue must be looked at before more is read.</summary>
    public bool MustLook => Full || Messages >= _maxMessages || Bytes >= _maxBytes;

    /// <summary>Most packets that may be read now.</summary>
    public int Allow(int batchSize) => (int)Math.Clamp(_maxMessages - Messages, 1, batchSize);

    public void Pushed(int messages, long bytes)
    {
        Messages += messages;
        Bytes += bytes;
    }

    public void Look(in QueueStatus status)
    {
        Messages = status.Ready + status.Leased;
        Bytes = status.PayloadBytes;
        var factor = Full ? ResumeBelow : 1;
        Full = Messages >= _maxMessages * factor || Bytes >= _maxBytes * factor;
    }
}
