using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Lab.Drill;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class DrillAccountTests
{
    const string Topic = "ztf_20230101_programid1";

    [Fact]
    public void Compute_AllStored_IsSettled()
    {
        var account = DrillAccount.Compute("a", [(0, 3)], [Ledger(Topic, "a", (0, 2, PacketOutcome.Stored))]);

        Assert.True(account.IsSettled);
        Assert.Equal(3, account.Packets.Stored);
    }

    [Fact]
    public void Compute_OffsetWithoutOutcome_Waits()
    {
        var account = DrillAccount.Compute("a", [(0, 4)], [Ledger(Topic, "a", (0, 2, PacketOutcome.Stored))]);

        Assert.False(account.IsSettled);
        Assert.Equal(1, account.Packets.Waiting);
    }

    [Fact]
    public void Compute_PartitionThatTheLedgerDoesNotKnow_Waits() =>
        Assert.Equal(4, DrillAccount.Compute("a", [(0, 4)], []).Packets.Waiting);

    [Fact]
    public void Compute_DeletedWithoutOutcome_IsUnaccounted()
    {
        var account = DrillAccount.Compute("a", [(2, 4)], [Ledger(Topic, "a", (2, 3, PacketOutcome.Stored))]);

        Assert.False(account.IsSettled);
        Assert.Equal((0, 2), (account.Packets.Waiting, account.Packets.Unaccounted));
    }

    [Fact]
    public void Compute_DeletedAndExpired_IsSettled()
    {
        var account = DrillAccount.Compute("a", [(2, 3)], [Ledger(Topic, "a", (0, 1, PacketOutcome.Expired), (2, 2, PacketOutcome.Stored))]);

        Assert.True(account.IsSettled);
        Assert.Equal((3, 2), (account.Packets.Published, account.Packets.Expired));
    }

    [Fact]
    public void Compute_OtherPacketAtTheEndOfTheAccount_IsNotSettled()
    {
        LedgerPartition[] ledger = [Ledger(Topic, "a", (0, 2, PacketOutcome.Stored)) with { LastPacket = new PacketMark(2, 5, 7) }];

        Assert.True(DrillAccount.Compute("a", [(0, 3)], ledger, new Dictionary<int, PacketMark> { [0] = new(2, 5, 7) }).IsSettled);
        Assert.False(DrillAccount.Compute("a", [(0, 3)], ledger, new Dictionary<int, PacketMark> { [0] = new(2, 9, 7) }).IsSettled);
    }

    [Fact]
    public void Compute_TopicMadeAnewAndNotNoticed_IsNotSettled()
    {
        var account = DrillAccount.Compute("b", [(0, 2)], [Ledger(Topic, "a", (0, 2, PacketOutcome.Stored))]);

        Assert.False(account.IsRecognised);
        Assert.Equal(2, account.Packets.Waiting);
    }

    [Fact]
    public void Compute_EndLostAndNotNoticed_IsNotSettled() =>
        Assert.False(DrillAccount.Compute("a", [(0, 2)], [Ledger(Topic, "a", (0, 2, PacketOutcome.Stored))]).IsSettled);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Compute_GapInAnOldIncarnation_IsUnaccounted(int partition)
    {
        LedgerPartition[] ledger =
        [
            Ledger(Topic, "a", (0, 1, PacketOutcome.Stored), (3, 3, PacketOutcome.Stored)) with { Partition = partition },
            Ledger(Topic + "~2", "b", (0, 0, PacketOutcome.Stored)),
        ];

        Assert.Equal(1, DrillAccount.Compute("b", [(0, 1)], ledger).Packets.Unaccounted);
    }

    [Fact]
    public void Compute_OffsetsWithoutPacket_CountNowhere()
    {
        var account = DrillAccount.Compute("a", [(0, 3)], [Ledger(Topic, "a", (0, 0, PacketOutcome.Stored), (1, 2, PacketOutcome.Absent))]);

        Assert.True(account.IsSettled);
        Assert.Equal((1, 2), (account.Packets.Published, account.Absent));
    }

    internal static LedgerPartition Ledger(string topic, string id, params (long First, long Last, PacketOutcome Outcome)[] ranges) =>
        new(topic, 0, [.. ranges.Select(range => new LedgerRange(range.First, range.Last, range.Outcome))], id);
}
