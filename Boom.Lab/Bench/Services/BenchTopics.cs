using Boom.Messaging.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boom.Lab.Bench.Services;

/// <summary>Topics and consumer groups of the benchmark's own.</summary>
internal sealed class BenchTopics : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    readonly BenchServers _servers;
    readonly TimeProvider _time;
    readonly KafkaAdmin _admin;
    readonly PacketPublisher _publisher;
    readonly List<string> _topics = [];
    readonly List<string> _groups = [];

    /// <summary>Asks the brokers for a sign of life.</summary>
    public BenchTopics(BenchServers servers, TimeProvider time)
    {
        (_servers, _time) = (servers, time);
        _admin = new KafkaAdmin(servers.Kafka, servers.Security);
        _admin.Ping(Patience);
        _publisher = new PacketPublisher(servers.Kafka, time, NullLogger.Instance, servers.Security);
    }

    public async Task<string> CreateAsync(string name)
    {
        var topic = $"boom-bench-{_servers.Id}-{name}";
        _topics.Add(topic);
        await _admin.EnsureTopicAsync(topic, PacketPool.PartitionCount);
        return topic;
    }

    public string NewGroup(string name)
    {
        var group = $"boom-bench-{_servers.Id}-{name}";
        _groups.Add(group);
        return group;
    }

    /// <summary>Publishes a number of packets, the night over and over; answers when the brokers have them.</summary>
    /// <param name="rate">Packets per second; null for as fast as they go.</param>
    public async Task PublishAsync(string topic, PacketPool pool, int count, double? rate, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            while (rate is { } perSecond && i > _time.GetElapsedTime(started).TotalSeconds * perSecond)
                await Task.Delay(Tick, _time, cancellationToken);
            await _publisher.PublishAsync(topic, PacketPublisher.PartitionOf(i, PacketPool.PartitionCount), pool.Packet(i % pool.Length), cancellationToken);
        }

        await _publisher.FlushAsync(cancellationToken);
    }

    /// <summary>Reads a topic from its beginning with nothing but the Kafka client, set as that of the consumer is.</summary>
    public async Task<PaceSamples> ReadAsync(string topic, int count, CancellationToken cancellationToken)
    {
        var config = _servers.Security.ApplyTo(new ConsumerConfig
        {
            BootstrapServers = _servers.Kafka,
            GroupId = NewGroup("bare"),
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            QueuedMaxMessagesKbytes = 32 << 10,
            FetchMaxBytes = 32 << 20,
            MessageMaxBytes = 16 << 20,
            FetchWaitMaxMs = 5,
            FetchErrorBackoffMs = 50,
            FetchQueueBackoffMs = 5,
        });
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, PacketPool.PartitionCount).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var pace = new PaceSamples();
        await Task.Run(() => Read(consumer, pace, count, cancellationToken), cancellationToken);
        consumer.Close();
        return pace;
    }

    /// <summary>Removes topics and groups; answers what could not be removed.</summary>
    public async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var left = new List<string>();
        using var admin = new AdminClientBuilder(_servers.Security.ApplyTo(new AdminClientConfig { BootstrapServers = _servers.Kafka }))
            .SetLogHandler((_, _) => { }).Build();
        await TryAsync(_topics, topics => admin.DeleteTopicsAsync(topics), "topic");
        await TryAsync(_groups, groups => admin.DeleteGroupsAsync(groups), "consumer group");
        return left;

        async Task TryAsync(List<string> names, Func<IList<string>, Task> remove, string what)
        {
            foreach (var name in names)
            {
                try
                {
                    await remove([name]);
                }
                catch (KafkaException fault)
                {
                    // One that was never made is no matter: the round before it ended the benchmark.
                    if (!IsGone(fault))
                        left.Add($"{what} {name} ({fault.Error.Reason})");
                }
            }

            names.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        _admin.Dispose();
    }

    void Read(IConsumer<Ignore, byte[]> consumer, PaceSamples pace, int count, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var read = 0; read < count;)
        {
            if (consumer.Consume(cancellationToken) is not null)
                pace.Add(_time.GetElapsedTime(started), ++read);
        }
    }

    static bool IsGone(KafkaException fault) => fault switch
    {
        DeleteTopicsException topics => topics.Results.TrueForAll(result => result.Error.Code == ErrorCode.UnknownTopicOrPart),
        DeleteGroupsException groups => groups.Results.TrueForAll(result => result.Error.Code == ErrorCode.GroupIdNotFound),
        _ => false,
    };
}
