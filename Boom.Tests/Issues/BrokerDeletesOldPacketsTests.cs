using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Tests.Embedded;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Retention takes packets away before, between and under runs.</summary>
[Collection(KafkaTests.Name)]
public sealed class BrokerDeletesOldPacketsTests(KafkaTestServer kafka, EmbeddedServers servers)
{
    const int Partitions = 4;

    readonly MemoryLedger _ledger = new();
    readonly LineLogger _lines = new();

    Task<RunningConsumer> StartAsync(string topic, Action? onDrained = null) => RunningConsumer.StartAsync(
        servers, topic, topic, _ledger, options => KafkaRuns.Configure(options, kafka, onDrained), onDrained: onDrained, logger: KafkaRuns.Log(_lines));

    Task DeleteAsync(string topic, long before) => kafka.Require().DeleteRecordsAsync(
        [.. Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(topic, partition, before))]);

    [Fact]
    public async Task Run_BeginningDeleted_StoresTheRestOnceAndEnds()
    {
        const string topic = "deleted_before";
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 3_000, topic);
        await DeleteAsync(topic, 250);
        var drained = 0;

        await using var consumer = await StartAsync(topic, () => drained++);
        var taken = await consumer.TakeUntilAsync(() => drained > 0);

        Assert.Equal(2_000, taken.Count);
        Assert.Equal((2_000, 1_000), (_ledger.Count(PacketOutcome.Stored), _ledger.Count(PacketOutcome.Expired)));
        Assert.Equal(Partitions, _lines.All.Count(line => line.Contains("has deleted 250 packets", StringComparison.Ordinal)));
        Assert.DoesNotContain(_lines.All, line => line.Contains("reading again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_DeletedBetweenTwoRuns_ExpiresWhatWasNotStored()
    {
        const string topic = "deleted_between";
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 400, topic);
        await using (var first = await StartAsync(topic))
            await first.TakeAsync(400);
        await kafka.PublishAsync(topic, Partitions, 400, topic + "-b");
        await DeleteAsync(topic, 150);
        var drained = 0;

        await using var second = await StartAsync(topic, () => drained++);
        await second.TakeUntilAsync(() => drained > 0);

        Assert.Equal((600, 200), (_ledger.Count(PacketOutcome.Stored), _ledger.Count(PacketOutcome.Expired)));
    }

    [Fact]
    public async Task Run_DeletedWhileTheIntakeIsPaused_ExpiresWhatItHadNotReadAndReadsTheRest()
    {
        const string topic = "deleted_paused";
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 400, topic);
        await using var consumer = await StartAsync(topic);
        await consumer.TakeAsync(400);
        await _ledger.PauseAsync(Survey.Ztf, new IntakePause("disk", 1000), CancellationToken.None);
        await RunningConsumer.UntilAsync(() => ValueTask.FromResult(consumer.Pulse.Pause is not null));
        await kafka.PublishAsync(topic, Partitions, 400, topic + "-b");
        await DeleteAsync(topic, 150);
        var queued = (await consumer.Queue.GetStatusAsync(CancellationToken.None)).Ready;

        await _ledger.ResumeAsync(Survey.Ztf, CancellationToken.None);
        await consumer.TakeUntilAsync(() => _ledger.Count(PacketOutcome.Stored) + _ledger.Count(PacketOutcome.Expired) >= 800);

        Assert.Equal(0, queued);
        Assert.Equal((600, 200), (_ledger.Count(PacketOutcome.Stored), _ledger.Count(PacketOutcome.Expired)));
    }

    [Fact]
    public async Task Run_DeletedUnderARunningConsumer_ExpiresWhatItHadNotRead()
    {
        const string topic = "deleted_under";
        await kafka.MakeTopicAsync(topic, Partitions);
        await kafka.PublishAsync(topic, Partitions, 40, topic);
        var drained = 0;
        await using var consumer = await RunningConsumer.StartAsync(
            servers, topic, topic, _ledger,
            options =>
            {
                KafkaRuns.Configure(options, kafka, () => { });
                (options.MaxQueueMessages, options.BatchSize, options.PrefetchBytes) = (20, 10, 1 << 20);
            },
            onDrained: () => drained++,
            logger: KafkaRuns.Log(_lines));
        await RunningConsumer.UntilAsync(async () => (await consumer.Queue.GetStatusAsync(CancellationToken.None)).Ready >= 20);

        // More than the client fetches ahead, so that some are deleted before it asks for them.
        var large = new string('x', 40_000);
        await kafka.PublishAsync(topic, Partitions, 400, large);
        await DeleteAsync(topic, 100);

        // What was deleted is recorded once none of it can be in the queue any more.
        await consumer.TakeUntilAsync(() => drained > 0 && _ledger.Count(PacketOutcome.Stored) + _ledger.Count(PacketOutcome.Expired) >= 440);

        var (stored, expired) = (_ledger.Count(PacketOutcome.Stored), _ledger.Count(PacketOutcome.Expired));
        Assert.Equal(440, stored + expired);
        Assert.True(expired > 0, "nothing was deleted unread");
        Assert.Equal(0, _ledger.Count(PacketOutcome.Absent));
    }
}
