using Boom.Core.Alerts;
using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>
/// How far consumers have read, kept beside the messages that they push. A consumer that takes a partition over learns of packets that are in the queue
/// and not yet accounted for, and can look whether the broker still has them.
/// </summary>
public interface IReadMarks
{
    /// <summary>Notes the last packets read, before they are pushed; a later note of a partition takes the place of the one before.</summary>
    /// <exception cref="TransientFaultException">The server is away.</exception>
    ValueTask NoteAsync(IReadOnlyList<ReadMark> marks, CancellationToken cancellationToken);

    /// <summary>The notes of a topic, one per partition; none when nobody has noted anything for a week, or the server has lost them.</summary>
    /// <exception cref="TransientFaultException">The server is away.</exception>
    ValueTask<IReadOnlyList<ReadMark>> ReadMarksAsync(string topic, CancellationToken cancellationToken);
}

/// <summary>The last packet that was read of a partition.</summary>
/// <param name="Name">Name of the topic's incarnation, as the ledger has it.</param>
/// <param name="Partition">Partition of the topic.</param>
/// <param name="Packet">The packet.</param>
public sealed record ReadMark(string Name, int Partition, PacketMark Packet);
