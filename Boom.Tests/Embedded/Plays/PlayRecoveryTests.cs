using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Plays;
using Boom.Embedded.Servers;
using Boom.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

[Collection(EmbeddedServersGroup.Name)]
public sealed class PlayRecoveryTests(EmbeddedServers servers)
{
    static async Task<MemoryLedger> HistoryAsync(string topic, int published, bool finished, Func<int, bool> accounted)
    {
        var ledger = new MemoryLedger();
        var play = await ledger.BeginPlayAsync(topic, EmbeddedBroker.PartitionCount, "a", CancellationToken.None);
        await ledger.AdvancePlayAsync(play.Id, published, finished, CancellationToken.None);
        var entries = Enumerable.Range(0, published).Where(accounted).Select(number => new LedgerEntry(
            new PacketOrigin(topic, number % EmbeddedBroker.PartitionCount, number / EmbeddedBroker.PartitionCount, 0), PacketOutcome.Stored));
        await ledger.RecordAsync([.. entries], CancellationToken.None);
        return ledger;
    }

    PlayRecovery CreateRecovery(Boom.Messaging.Kafka.PacketPublisher publisher, MemoryLedger ledger, IConsumerProgress progress) =>
        new(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, progress), NullLogger<PlayRecovery>.Instance);

    [Fact]
    public async Task Republish_SomeNotAccountedFor_BringsBackJustThose()
    {
        const string topic = "recover_some";
        bool Accounted(int number) => number < 5_000 || number % 7 == 0;
        var ledger = await HistoryAsync(topic, 5_400, false, Accounted);
        var progress = new ConsumerProgress();
        await using var publisher = servers.CreatePublisher();
        var recovery = CreateRecovery(publisher, ledger, progress);
        await recovery.FillAsync(CancellationToken.None);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger, progress: progress);

        var expected = Enumerable.Range(0, 5_400).Where(number => !Accounted(number)).ToArray();
        var result = await recovery.RepublishAsync(_ => new MemoryFeed("a", 6_000), CancellationToken.None);
        var taken = await consumer.TakeAsync(expected.Length);

        Assert.Equal(expected, taken.Select(message => MemoryFeed.NumberOf(message.Message.Payload)).Order());
        Assert.All(taken, message => Assert.Equal(
            MemoryFeed.NumberOf(message.Message.Payload), (message.Message.Origin.Offset * 4) + message.Message.Origin.Partition));
        Assert.Equal(new RecoveryResult(5_400 - expected.Length, expected.Length, 0), result);
    }

    [Fact]
    public async Task Republish_SourceIsGone_LeavesPacketsUnaccountedFor()
    {
        const string topic = "recover_gone";
        var ledger = await HistoryAsync(topic, 100, true, number => number < 60);
        var progress = new ConsumerProgress();
        await using var publisher = servers.CreatePublisher();
        var recovery = CreateRecovery(publisher, ledger, progress);
        await recovery.FillAsync(CancellationToken.None);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger, progress: progress);

        var result = await recovery.RepublishAsync(_ => null, CancellationToken.None);
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(
            Enumerable.Range(0, 4).All(partition => progress.NextOffset(topic, partition) == 25)));

        Assert.Equal(new RecoveryResult(60, 0, 40), result);
        Assert.Equal(0, ledger.Count(PacketOutcome.Rejected));
    }

    [Fact]
    public async Task Republish_SourceEndedBeforeTheNotedBlock_FinishesThePlay()
    {
        const string topic = "recover_end";
        var ledger = await HistoryAsync(topic, 128, false, number => number < 90);
        var progress = new ConsumerProgress();
        await using var publisher = servers.CreatePublisher();
        var recovery = CreateRecovery(publisher, ledger, progress);
        await recovery.FillAsync(CancellationToken.None);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger, progress: progress);

        var result = await recovery.RepublishAsync(_ => new MemoryFeed("a", 100), CancellationToken.None);

        Assert.Equal(new RecoveryResult(90, 10, 0), result);
        var play = Assert.Single(await ledger.ReadPlaysAsync(CancellationToken.None));
        Assert.Equal((100, true), (play.Published, play.Finished));
    }
}
