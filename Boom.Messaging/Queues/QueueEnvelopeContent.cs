using Boom.Core.Queues;

namespace Boom.Messaging.Queues;

/// <summary>What an envelope says.</summary>
/// <param name="Message">The message; without payload when that lies elsewhere.</param>
/// <param name="EnqueuedAtMs">When it was put in the queue, Unix milliseconds by the clock of the program that did; the server keeps its own.</param>
/// <param name="PayloadLength">Bytes of the payload, less a shared header.</param>
/// <param name="Header">Id of the shared header that goes before the payload, 0 for none.</param>
public readonly record struct QueueEnvelopeContent(QueueMessage Message, long EnqueuedAtMs, int PayloadLength, UInt128 Header)
{
    /// <summary>Whether the message is complete as it is.</summary>
    public bool IsWhole => Header == 0 && QueueEnvelope.IsInline(PayloadLength);
}
