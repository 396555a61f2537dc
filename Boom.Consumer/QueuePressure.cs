using Boom.Core.Queues;

namespace Boom.Consumer;

/// <summary>
/// Keeps the packets queue within its limits, whoever fills it: every push is answered with what the queue holds then. A batch that is being pushed is
/// counted on top.
/// </summary>
sealed class QueuePressure(long maxMessages, long maxBytes)
{
    // Reading starts again when a fifth of the queue is free.
    const double ResumeBelow = 0.8;

    // Nothing is known of the queue at first: it must be looked at.
    bool _isKnown;
    long _pushedMessages;
    long _pushedBytes;

    /// <summary>A limit was reached, and not enough has been taken out since.</summary>
    public bool Full { get; private set; }

    /// <summary>Messages in the queue, waiting or leased, as far as is known.</summary>
    public long Messages { get; private set; }

    /// <summary>Their payload bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The queue must be looked at before more is read.</summary>
    public bool MustLook => !_isKnown || Full || Messages + _pushedMessages >= maxMessages || Bytes + _pushedBytes >= maxBytes;

    /// <summary>Most packets that may be read now.</summary>
    public int Allow(int batchSize) => (int)Math.Clamp(maxMessages - Messages - _pushedMessages, 1, batchSize);

    /// <summary>A batch is being pushed.</summary>
    public void Push(int messages, long bytes) => (_pushedMessages, _pushedBytes) = (messages, bytes);

    public void Update(in PushReceipt receipt) => Update(receipt.Messages, receipt.PayloadBytes);

    /// <summary>The queue was looked at, with nothing being pushed.</summary>
    public void Update(in QueueStatus status) => Update(status.Ready + status.Leased, status.PayloadBytes);

    void Update(long messages, long bytes)
    {
        (_isKnown, Messages, Bytes, _pushedMessages, _pushedBytes) = (true, messages, bytes, 0, 0);
        var factor = Full ? ResumeBelow : 1;
        Full = Messages >= maxMessages * factor || Bytes >= maxBytes * factor;
    }
}
