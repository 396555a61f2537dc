using Boom.Consumer;
using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class ConsumerStepTests
{
    static KafkaPacket Packet(long offset, int bytes = 3, bool lost = false) => new(new PacketOrigin("t", 1, offset, 0), null, new byte[bytes], lost);

    static LedgerPartition Account(string name, params LedgerRange[] ranges) => new(name, 1, ranges);

    [Fact]
    public void Decide_MixedBatch_SortsEachPacket()
    {
        var step = new ConsumerStep();
        step.Take([Account("t", new LedgerRange(0, 4, PacketOutcome.Stored))]);

        var outcome = step.Decide([Packet(3), Packet(4, 0), Packet(5), Packet(6, 0), Packet(7, 0, lost: true), Packet(8)]);

        Assert.Equal([5, 8], outcome.Messages.Select(message => message.Origin.Offset));
        Assert.Equal((new PacketOrigin("t", 1, 6, 0), PacketOutcome.Rejected), (outcome.Rejected[0].Origin, outcome.Rejected[0].Outcome));
        Assert.Equal((3, 6), (outcome.Skipped, outcome.Bytes));
    }

    [Fact]
    public void Decide_AnotherIncarnation_QueuesUnderItsName()
    {
        var step = new ConsumerStep();
        step.Take([Account("t", new LedgerRange(0, 9, PacketOutcome.Stored)), Account("t~2", new LedgerRange(0, 1, PacketOutcome.Stored))]);

        var outcome = step.Decide([Packet(1), Packet(2)]);

        Assert.Equal(new PacketOrigin("t~2", 1, 2, 0), Assert.Single(outcome.Messages).Origin);
    }

    [Fact]
    public void Take_OwnBroker_GoesByTheFirstIncarnation()
    {
        var step = new ConsumerStep();

        step.Take([Account("t", new LedgerRange(0, 9, PacketOutcome.Stored)), Account("t~2")], isEmbedded: true);

        Assert.Equal(10, step.Of("t", 1).FirstDue());
    }

    [Fact]
    public void Take_IdentifiedAsAnEarlierIncarnation_StaysWithIt()
    {
        var step = new ConsumerStep();
        step.Of("t", 1).Take(Account("t~2"));
        step.Of("t", 1).IsIdentified = true;

        step.Take([Account("t"), Account("t~2", new LedgerRange(0, 0, PacketOutcome.Stored)), Account("t~3")]);

        Assert.Equal(("t~2", 1), (step.Of("t", 1).Name, step.Of("t", 1).FirstDue()));
    }
}
