namespace Boom.Core.Store;

/// <summary>What became of one packet of a topic. Every packet ends as exactly one of these.</summary>
public enum PacketOutcome
{
    /// <summary>All its alerts are in the store.</summary>
    Stored = 0,

    /// <summary>Its alerts were in the store already.</summary>
    Duplicate = 1,

    /// <summary>There was nothing to keep (an empty record), or an operator discarded its dead letter.</summary>
    Rejected = 2,

    /// <summary>It could not be processed; payload and reason are kept.</summary>
    DeadLettered = 3,

    /// <summary>There is no packet: a marker of a transaction, an aborted one, or what compaction took away. Counts nowhere.</summary>
    Absent = 4,

    /// <summary>The broker deleted or lost it before it was read.</summary>
    Expired = 5,
}
