using Boom.Core.Resilience;
using Boom.Core.Store;

namespace Boom.Storage.Ledger;

/// <summary>
/// Ranges of offsets in few bytes: the first offset, then runs without gap, each a number of 7 bits per byte (least significant first, the high bit says
/// that more follow) whose lowest three bits are the outcome, or 7 for offsets without one, and whose rest is the length. An offset between two of other
/// outcomes takes one byte.
/// </summary>
static class LedgerRangeCode
{
    const int OutcomeBits = 3;
    const ulong NoOutcome = 7;

    /// <param name="ranges">Ascending and disjoint.</param>
    public static byte[] Encode(IReadOnlyList<LedgerRange> ranges)
    {
        if (ranges.Count == 0)
            return [];
        using var bytes = new MemoryStream(ranges.Count * 2);
        Write(bytes, (ulong)ranges[0].First);
        var next = ranges[0].First;
        foreach (var range in ranges)
        {
            if (range.First > next)
                Write(bytes, ((ulong)(range.First - next) << OutcomeBits) | NoOutcome);
            Write(bytes, ((ulong)range.Count << OutcomeBits) | (ulong)range.Outcome);
            next = range.Last + 1;
        }

        return bytes.ToArray();
    }

    /// <exception cref="PermanentFaultException">The bytes are no ranges that this program knows.</exception>
    public static List<LedgerRange> Decode(ReadOnlySpan<byte> bytes)
    {
        var ranges = new List<LedgerRange>();
        if (bytes.Length == 0)
            return ranges;
        var at = 0;
        var next = (long)Read(bytes, ref at);
        while (at < bytes.Length)
        {
            var run = Read(bytes, ref at);
            var (outcome, length) = (run & NoOutcome, (long)(run >> OutcomeBits));
            if (outcome is > (ulong)PacketOutcome.Expired and not NoOutcome || length <= 0)
                throw Damaged();
            if (outcome != NoOutcome)
                ranges.Add(new(next, next + length - 1, (PacketOutcome)outcome));
            next += length;
        }

        return ranges;
    }

    static void Write(MemoryStream bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.WriteByte((byte)(number | 0x80));
        bytes.WriteByte((byte)number);
    }

    static ulong Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at == bytes.Length)
                throw Damaged();
            var one = bytes[at++];
            number |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
                return number;
        }

        throw Damaged();
    }

    static PermanentFaultException Damaged() => new("The archive of the ledger holds ranges that this program does not know: use the version of Boom that wrote them.");
}
