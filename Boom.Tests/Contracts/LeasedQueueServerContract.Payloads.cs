using System.Globalization;
using System.Text;
using Boom.Core.Queues;
using Boom.Messaging.Queues;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Payloads that lie beside their envelopes.</content>
public abstract partial class LeasedQueueServerContract
{
    [Fact]
    public async Task Claim_LargeAndSmallPayloads_ComeBackInOrder()
    {
        var queue = CreateQueue();
        await queue.PushAsync([.. Numbered(0, 1, 16), .. Numbered(1, 40, 100_000), .. Numbered(41, 1, 16)], None);

        using var claimed = await queue.ClaimAsync(50, Lease, None);

        Assert.Equal(Enumerable.Range(0, 42), NumbersOf(claimed));
        Assert.All(claimed, message => Assert.Equal(
            message.Message.Origin.Offset, int.Parse(Encoding.ASCII.GetString(message.Message.Payload.Span).TrimEnd(), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Claim_PayloadIsLost_DropsTheMessageAndGivesTheOthers()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 3, 1_000), None);
        await Connection.GetDatabase().HashDeleteAsync(KeyOf(queue, "payloads"), ValkeyQueue.FieldOf(Numbered(1, 1)[0].Origin));

        using var claimed = await queue.ClaimAsync(3, Lease, None);
        await queue.SettleAsync(Settle(claimed, SettlementKind.Done), None);

        Assert.Equal([0, 2], NumbersOf(claimed));
        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task Claim_EnvelopeIsLost_DropsTheMessage()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1), None);
        await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, "envelopes"));

        Assert.Empty(await queue.ClaimAsync(1, Lease, None));
        Assert.Equal((0, 0), ((await queue.GetStatusAsync(None)).Ready, (await queue.GetStatusAsync(None)).Leased));
    }

    [Fact]
    public async Task Push_SamePacketTwice_KeepsOnePayloadAndGivesTheSecondOnlyWhileTheFirstIsOpen()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 1, 1_000), None);
        await queue.PushAsync(Numbered(0, 1, 1_000), None);
        Assert.Equal(1, await Connection.GetDatabase().HashLengthAsync(KeyOf(queue, "payloads")));

        await queue.SettleAsync(Settle(await queue.ClaimAsync(1, Lease, None), SettlementKind.Done), None);

        Assert.Empty(await queue.ClaimAsync(1, Lease, None));
        Assert.Equal(new QueueStatus(0, 0, 0, null, 0), await queue.GetStatusAsync(None));
    }

    [Fact]
    public async Task Settle_Done_LeavesNoPayloadBehind()
    {
        var queue = CreateQueue();
        await queue.PushAsync(Numbered(0, 600, 1_000), None);

        await queue.SettleAsync(Settle(await queue.ClaimAsync(600, Lease, None), SettlementKind.Done), None);

        foreach (var suffix in Suffixes.Where(suffix => suffix != "counters"))
            Assert.False(await Connection.GetDatabase().KeyExistsAsync(KeyOf(queue, suffix)), suffix);
    }
}
