using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Simulation;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Packets that have their header in common.</content>
public abstract partial class LeasedQueueServerContract
{
    static readonly byte[][] Packets = [.. new SimulatedNight(new SimulationOptions { Alerts = 5 }).Packets().Select(packet => packet.ToArray())];

    static QueueMessage[] PacketMessages() =>
        [.. Packets.Select((packet, number) => new QueueMessage(new PacketOrigin("ztf_20260101_programid1", 0, number, 0), null, packet))];

    [Fact]
    public async Task Claim_ContainersClaimedByAnotherProgram_ComeBackByteForByte()
    {
        var queue = CreateQueue();
        await queue.PushAsync(PacketMessages(), None);

        using var claimed = await CreateQueueAt(queue.Name).ClaimAsync(10, Lease, None);

        Assert.Equal(Packets, claimed.Select(message => message.Message.Payload.ToArray()));
        Assert.Equal(1, await Connection.GetDatabase().HashLengthAsync(KeyOf(queue, "headers")));
    }

    [Fact]
    public async Task GetStatus_Containers_CountTheirHeaderOnce()
    {
        var queue = CreateQueue();
        await queue.PushAsync(PacketMessages(), None);

        Assert.InRange((await queue.GetStatusAsync(None)).PayloadBytes, 1, Packets.Sum(packet => packet.Length) * 9 / 10);
    }

    [Fact]
    public async Task Claim_HeaderIsLost_DropsTheMessages()
    {
        var queue = CreateQueue();
        await queue.PushAsync(PacketMessages(), None);
        await Connection.GetDatabase().KeyDeleteAsync(KeyOf(queue, "headers"));

        using var claimed = await CreateQueueAt(queue.Name).ClaimAsync(10, Lease, None);

        Assert.Empty(claimed);
        Assert.Equal(0, (await queue.GetStatusAsync(None)).Leased);
    }

    [Fact]
    public async Task Claim_HeaderIsAnotherThanItsNameSays_DropsTheMessages()
    {
        var queue = CreateQueue();
        await queue.PushAsync(PacketMessages(), None);
        var field = Assert.Single(await Connection.GetDatabase().HashKeysAsync(KeyOf(queue, "headers")));
        await Connection.GetDatabase().HashSetAsync(KeyOf(queue, "headers"), field, "not a header");

        using var claimed = await CreateQueueAt(queue.Name).ClaimAsync(10, Lease, None);

        Assert.Empty(claimed);
    }

    [Fact]
    public async Task Push_ServerWasWipedSince_SendsTheHeaderAgain()
    {
        var queue = CreateQueue();
        await queue.PushAsync(PacketMessages(), None);
        await WipeAsync(queue);
        await queue.PushAsync(PacketMessages(), None);

        using var claimed = await CreateQueueAt(queue.Name).ClaimAsync(10, Lease, None);

        Assert.Equal(Packets.Length, claimed.Count);
    }
}
