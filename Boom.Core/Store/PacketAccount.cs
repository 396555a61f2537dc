namespace Boom.Core.Store;

/// <summary>
/// Where a number of published packets are. Always
/// <c>Published = Stored + Duplicates + Rejected + DeadLettered + Expired + Waiting + Unaccounted</c>. Offsets that hold no packet count nowhere.
/// </summary>
/// <param name="Published">Packets published.</param>
/// <param name="Stored">Packets whose alerts are in the store.</param>
/// <param name="Duplicates">Packets whose alerts were in the store already.</param>
/// <param name="Rejected">Packets with nothing to keep, or discarded by an operator.</param>
/// <param name="DeadLettered">Packets that could not be processed and are kept with a reason.</param>
/// <param name="Waiting">Packets without an outcome that can still be had.</param>
/// <param name="Unaccounted">Packets without an outcome that cannot be had any more: lost.</param>
/// <param name="Expired">Packets that the broker deleted or lost before they were stored.</param>
public readonly record struct PacketAccount(
    long Published, long Stored, long Duplicates, long Rejected, long DeadLettered, long Waiting, long Unaccounted, long Expired = 0)
{
    /// <summary>Packets with a durable outcome.</summary>
    public long AccountedFor => Stored + Duplicates + Rejected + DeadLettered + Expired;

    /// <summary>Whether no packet is lost.</summary>
    public bool IsBalanced => Unaccounted == 0;

    /// <summary>The sum of two accounts.</summary>
    public static PacketAccount operator +(PacketAccount left, PacketAccount right) => new(
        left.Published + right.Published,
        left.Stored + right.Stored,
        left.Duplicates + right.Duplicates,
        left.Rejected + right.Rejected,
        left.DeadLettered + right.DeadLettered,
        left.Waiting + right.Waiting,
        left.Unaccounted + right.Unaccounted,
        left.Expired + right.Expired);
}
