using Boom.Core.Plays;
using Boom.Core.Store;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Store;

public sealed class TotalAccountTests
{
    const string Topic = "ztf_20260101_programid1";

    static readonly Dictionary<string, long> Enriched = new() { [Topic] = 7 };

    [Fact]
    public void Compute_AllStored_Balances()
    {
        var account = TotalAccount.Compute(
            [new PublishedRange(Topic, 0, 0, 10, 0)], [Ledger(0, new LedgerRange(0, 9, PacketOutcome.Stored))], Enriched);

        Assert.Equal(new PacketAccount(10, 10, 0, 0, 0, 0, 0), account.Packets);
        Assert.Equal("10 in, 10 accounted for", account.Summary);
        Assert.Equal(7, account.Enriched);
    }

    [Fact]
    public void Compute_GapThatCanBeHad_Waits()
    {
        var account = TotalAccount.Compute(
            [new PublishedRange(Topic, 0, 0, 10, 0)], [Ledger(0, new LedgerRange(0, 3, PacketOutcome.Duplicate))], Enriched);

        Assert.Equal(new PacketAccount(10, 0, 4, 0, 0, 6, 0), account.Packets);
        Assert.Equal("10 in, 4 accounted for, 6 waiting", account.Summary);
    }

    [Fact]
    public void Compute_GapThatIsGone_IsUnaccounted()
    {
        var account = TotalAccount.Compute(
            [new PublishedRange(Topic, 0, 0, 10, 8)], [Ledger(0, new LedgerRange(0, 3, PacketOutcome.Rejected))], Enriched);

        Assert.Equal(new PacketAccount(10, 0, 0, 4, 0, 2, 4), account.Packets);
        Assert.False(account.Packets.IsBalanced);
        Assert.Equal("10 in, 4 accounted for, 2 waiting, 4 UNACCOUNTED FOR", account.Summary);
    }

    [Fact]
    public void Compute_OffsetsWithoutPacket_CountNowhere()
    {
        var account = TotalAccount.Compute(
            [new PublishedRange(Topic, 0, 0, 10, 0, IsOfBroker: true)],
            [Ledger(0, new LedgerRange(0, 6, PacketOutcome.Stored), new LedgerRange(7, 9, PacketOutcome.Absent))], Enriched);

        Assert.Equal(new PacketAccount(7, 7, 0, 0, 0, 0, 0), account.Packets);
    }

    [Fact]
    public void Compute_BrokerDeletedSome_ExpiredWhetherRecordedOrNot()
    {
        var account = TotalAccount.Compute(
            [new PublishedRange(Topic, 0, 300, 750, 300, IsOfBroker: true)],
            [Ledger(0, new LedgerRange(0, 249, PacketOutcome.Expired), new LedgerRange(250, 259, PacketOutcome.Stored))], Enriched);

        Assert.Equal(new PacketAccount(750, 10, 0, 0, 0, 450, 0, Expired: 290), account.Packets);
        Assert.Equal("750 in, 300 accounted for (290 of them expired at the broker), 450 waiting", account.Summary);
    }

    [Fact]
    public void Compute_TopicMadeAnew_EachIncarnationHasItsLine()
    {
        var second = TopicIncarnation.NameOf(Topic, 2);
        var account = TotalAccount.Compute(
            [new PublishedRange(second, 0, 0, 300, 0, IsOfBroker: true)],
            [
                Ledger(0, new LedgerRange(0, 99, PacketOutcome.Stored), new LedgerRange(110, 399, PacketOutcome.Stored)),
                new LedgerPartition(second, 0, []),
            ],
            Enriched);

        Assert.Equal([Topic, second], account.Topics.Select(topic => topic.Topic));
        Assert.Equal(new PacketAccount(400, 390, 0, 0, 0, 0, 0, Expired: 10), account.Topics[0].Packets);
        Assert.Equal(new PacketAccount(300, 0, 0, 0, 0, 300, 0), account.Topics[1].Packets);
    }

    [Fact]
    public void Compute_OnlyTheLedgerKnows_CountsItsPackets()
    {
        var account = TotalAccount.Compute(
            [], [Ledger(2, new LedgerRange(100, 104, PacketOutcome.DeadLettered), new LedgerRange(107, 107, PacketOutcome.Stored))], Enriched);

        Assert.Equal(new PacketAccount(8, 1, 0, 0, 5, 0, 2), account.Packets);
    }

    [Fact]
    public void Compute_NothingAtAll_IsZeroAndBalanced()
    {
        var account = TotalAccount.Compute([], [], new Dictionary<string, long>());

        Assert.Equal(default, account.Packets);
        Assert.True(account.Packets.IsBalanced);
        Assert.Empty(account.Topics);
    }

    [Fact]
    public void Compute_SeveralTopics_AreOrderedAndSummed()
    {
        var account = TotalAccount.Compute(
            [new PublishedRange("b", 1, 0, 3, 0), new PublishedRange("b", 0, 0, 2, 0), new PublishedRange("a", 0, 0, 1, 0)], [], Enriched);

        Assert.Equal(["a", "b"], account.Topics.Select(topic => topic.Topic));
        Assert.Equal([0, 1], account.Topics[1].Partitions.Select(partition => partition.Partition));
        Assert.Equal(6, account.Packets.Waiting);
    }

    [Fact]
    public void Compute_AnyHistory_EveryPacketIsCountedOnce()
    {
        var outcomes = Gen.Int[-1, 3].Array[0, 60];
        var published = Gen.Select(Gen.Long[0, 70], Gen.Long[0, 70], Gen.Long[0, 70]);
        Gen.Select(outcomes, published).Sample((perOffset, range) =>
        {
            var (first, end) = (Math.Min(range.Item1, range.Item2), Math.Max(range.Item1, range.Item2));
            var account = TotalAccount.Compute(
                [new PublishedRange(Topic, 0, first, end, range.Item3)], [Ledger(0, Ranges(perOffset))], Enriched).Packets;
            long recorded = perOffset.Count(outcome => outcome >= 0);
            var waiting = Enumerable.Range((int)first, (int)(end - first))
                .Count(offset => offset >= range.Item3 && (offset >= perOffset.Length || perOffset[offset] < 0));
            return account.Published ==
                    account.Stored + account.Duplicates + account.Rejected + account.DeadLettered + account.Waiting + account.Unaccounted
                && account.AccountedFor == recorded && account.Waiting == waiting && account.Unaccounted >= 0;
        });
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1203441, "1 203 441")]
    public void Count_Groups_AreSeparatedByBlanks(long count, string expected) => Assert.Equal(expected, TotalAccount.Count(count));

    static LedgerPartition Ledger(int partition, params LedgerRange[] ranges) => new(Topic, partition, ranges);

    static LedgerRange[] Ranges(int[] perOffset) =>
        [.. perOffset.Select((outcome, offset) => (outcome, offset)).Where(entry => entry.outcome >= 0)
            .Select(entry => new LedgerRange(entry.offset, entry.offset, (PacketOutcome)entry.outcome))];
}
