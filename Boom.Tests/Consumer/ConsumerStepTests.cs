using Boom.Consumer;
using Boom.Core.Pipeline;
using Boom.Messaging.Kafka;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class ConsumerStepTests
{
    static KafkaPacket Packet(long offset, int bytes = 3, bool lost = false) => new(new PacketOrigin("t", 1, offset, 0), null, new byte[bytes], lost);

    [Fact]
    public void Decide_MixedBatch_SortsEachPacket()
    {
        var step = new ConsumerStep();
        step.SetLedger(new LedgerPartition("t", 1, [new LedgerRange(0, 4, PacketOutcome.Stored)]));

        var outcome = step.Decide([Packet(3), Packet(4, 0), Packet(5), Packet(6, 0), Packet(7, 0, lost: true), Packet(8)]);

        Assert.Equal([5, 8], outcome.Messages.Select(message => message.Origin.Offset));
        Assert.Equal([new LedgerEntry(new PacketOrigin("t", 1, 6, 0), PacketOutcome.Rejected)], outcome.Rejected);
        Assert.Equal((3, 6), (outcome.Skipped, outcome.Bytes));
    }

    [Fact]
    public void FirstDue_LostPackets_ArePassedOver()
    {
        var step = new ConsumerStep();
        step.SetLedger(new LedgerPartition("t", 1, [new LedgerRange(0, 4, PacketOutcome.Stored), new LedgerRange(6, 9, PacketOutcome.Duplicate)]));
        step.Decide([Packet(5, 0, lost: true)]);

        Assert.Equal(10, step.FirstDue("t", 1));
    }

    [Fact]
    public void FirstDue_PartitionNeverSeen_IsItsBeginning() => Assert.Equal(0, new ConsumerStep().FirstDue("t", 1));
}
