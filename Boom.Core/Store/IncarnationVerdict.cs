namespace Boom.Core.Store;

/// <summary>Whether a partition of the broker is the one that the ledger has an account of.</summary>
public enum IncarnationVerdict
{
    /// <summary>It is, as far as can be told.</summary>
    Same,

    /// <summary>The topic has another identifier: it was deleted and made anew, or the broker is another one.</summary>
    TopicMadeAnew,

    /// <summary>It ends before the last offset that was read or is accounted for: the broker has lost packets at its end.</summary>
    EndLost,

    /// <summary>Another packet has the offset of the last one that was read or is accounted for.</summary>
    OtherPacket,
}
