using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.Consumer;

/// <summary>A partition of the broker, and the account that it has.</summary>
/// <param name="Partition">What is known of it, with the account of the incarnation that the broker has.</param>
/// <param name="Low">The first offset that the broker has.</param>
/// <param name="High">One past its last offset.</param>
/// <param name="Verdict">Why its incarnation is another one than before; <see cref="IncarnationVerdict.Same"/> when it is not.</param>
/// <param name="IsShort">It ends before what was read of it, and not yet for so long that this is believed.</param>
/// <param name="Expected">What the broker must have; null when nothing is known.</param>
/// <param name="Found">What it has at the offset of the last packet that it must have; null when that was not asked, or there is none.</param>
/// <param name="Others">The accounts of its other incarnations: the broker does not have their packets any more.</param>
sealed record IdentifiedPartition(
    TrackedPartition Partition, long Low, long High, IncarnationVerdict Verdict, bool IsShort, ExpectedPackets? Expected, PacketMark? Found, IReadOnlyList<LedgerPartition> Others);
