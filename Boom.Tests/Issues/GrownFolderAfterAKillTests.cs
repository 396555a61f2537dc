using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Accounts;
using Boom.Embedded.Plays;
using Boom.Embedded.Servers;
using Boom.Messaging.Archives;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// A play that was killed was noted by folder: when a file had been added, what had not been stored yet stayed unaccounted for, for ever.
/// </summary>
[Collection(EmbeddedServersGroup.Name)]
public sealed class GrownFolderAfterAKillTests(EmbeddedServers servers) : IDisposable
{
    const int Before = 9;

    static readonly CancellationToken None = CancellationToken.None;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PlayAgain_FileAdded_AllIsAccountedForAndNothingTwice()
    {
        const string topic = "grown_added";
        var ledger = await KilledAsync(topic, accounted: 4);
        Write("00.avro", "added");

        var (recovered, played, taken) = await PlayAgainAsync(topic, ledger, expected: Before - 4 + 1);

        Assert.Equal(new RecoveryResult(4, Before - 4, 0), recovered);
        Assert.Equal((1, Before), (played!.Published, played.AlreadyPublished));
        Assert.Equal(["4", "5", "6", "7", "8", "added"], taken.Order(StringComparer.Ordinal));
        Assert.Empty(await LostAsync(ledger, topic));
    }

    [Fact]
    public async Task PlayAgain_FileGone_IsTheOnlyOneLostUntilItIsClosed()
    {
        const string topic = "grown_gone";
        var ledger = await KilledAsync(topic, accounted: 4);
        File.Delete(Path.Combine(_folder.Path, "6.avro"));

        var (recovered, _, taken) = await PlayAgainAsync(topic, ledger, expected: Before - 4 - 1);

        Assert.Equal(1, recovered.Lost);
        Assert.Equal(["4", "5", "7", "8"], taken.Order(StringComparer.Ordinal));
        Assert.Equal([6L], await LostAsync(ledger, topic));
        Assert.Equal(1, await PlayRepair.RunAsync(ledger, ledger, None));
        Assert.Equal(1, ledger.Count(PacketOutcome.Expired));
        Assert.Equal(0, await PlayRepair.RunAsync(ledger, ledger, None));
    }

    [Fact]
    public async Task PlayAgain_FilesMovedAndStoredFromThere_CountAsStored()
    {
        const string topic = "grown_moved";
        var ledger = await KilledAsync(topic, accounted: 4);
        var moved = await NoteAsync(ledger, "elsewhere", "other");
        await RecordAsync(ledger, "elsewhere", moved);
        foreach (var file in Directory.GetFiles(_folder.Path))
            File.Delete(file);
        Write("new.avro", "new");

        var (recovered, _, taken) = await PlayAgainAsync(topic, ledger, expected: 1);

        Assert.Equal(0, recovered.Lost);
        Assert.Equal(["new"], taken);
        Assert.Equal(Before - 4, ledger.Count(PacketOutcome.Duplicate));
    }

    /// <summary>The journal and the ledger of a play that noted all packets and stored the first few.</summary>
    async Task<MemoryLedger> KilledAsync(string topic, int accounted)
    {
        for (var number = 0; number < Before; number++)
            Write($"{number}.avro", $"{number}");
        var ledger = new MemoryLedger();
        await NoteAsync(ledger, topic, PacketSource.Open([_folder.Path]).Source);
        await RecordAsync(ledger, topic, accounted);
        return ledger;
    }

    async Task<int> NoteAsync(MemoryLedger ledger, string topic, string source)
    {
        var play = await ledger.BeginPlayAsync(topic, EmbeddedBroker.PartitionCount, source, None);
        var hashes = PacketSource.Open([_folder.Path]).Read(0).Select(packet => PacketContent.HashOf(packet.Span)).ToList();
        await ledger.NotePacketsAsync(play.Id, new NotedPackets(0, hashes), None);
        return hashes.Count;
    }

    static async Task RecordAsync(MemoryLedger ledger, string topic, int count) => await ledger.RecordAsync(
        [
            .. Enumerable.Range(0, count).Select(number => new LedgerEntry(
                new PacketOrigin(topic, number % EmbeddedBroker.PartitionCount, number / EmbeddedBroker.PartitionCount, 0), PacketOutcome.Stored)),
        ],
        None);

    async Task<(RecoveryResult Recovered, PlayResult? Played, List<string> Taken)> PlayAgainAsync(string topic, MemoryLedger ledger, int expected)
    {
        var progress = new ConsumerProgress();
        await using var publisher = servers.CreatePublisher();
        var recovery = new PlayRecovery(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, progress), NullLogger<PlayRecovery>.Instance);
        await recovery.FillAsync(None);
        await using var consumer = await RunningConsumer.StartAsync(servers, topic, topic, ledger, progress: progress);
        var recovered = await recovery.RepublishAsync(PlaySources.Open, None);
        var runner = new PlayRunner(servers.Broker, publisher, ledger, ledger, new PartitionPacers(servers.Broker, progress), TimeProvider.System, NullLogger<PlayRunner>.Instance);
        var played = await runner.PlayAsync(new PlayPlan(PacketSource.Open([_folder.Path]), topic, null), onPublished: null, None);
        var taken = await consumer.TakeAsync(expected);
        return (recovered, played, [.. taken.Select(message => TestTar.TextOf(message.Message.Payload))]);
    }

    static async Task<IReadOnlyList<long>> LostAsync(MemoryLedger ledger, string topic)
    {
        var lost = new List<long>();
        foreach (var play in (await ledger.ReadPlaysAsync(None)).Where(play => play.Topic == topic))
            lost.AddRange(await PlaySources.FindLostAsync(ledger, await ledger.ReadLedgerAsync(topic, None), play, None));
        return lost;
    }

    void Write(string name, string text) => File.WriteAllBytes(Path.Combine(_folder.Path, name), TestTar.Packet(text));
}
