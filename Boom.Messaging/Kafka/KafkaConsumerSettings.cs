using Confluent.Kafka;

namespace Boom.Messaging.Kafka;

/// <summary>How a <see cref="KafkaPacketConsumer"/> reaches its brokers.</summary>
/// <param name="BootstrapServers">Brokers, <c>host:port</c>, separated by commas.</param>
/// <param name="GroupId">Consumer group; several consumers of one group share the partitions.</param>
/// <param name="TopicRefresh">How soon a topic that has come into being is noticed.</param>
/// <param name="PrefetchBytes">Most bytes that the client holds before they are polled.</param>
/// <param name="FetchWait">How long the broker holds a question when it has nothing; what comes in between is sent at once.</param>
/// <param name="SessionTimeout">After so long without a sign of life the group gives the partitions to others.</param>
/// <param name="InstanceId">
/// Name of the member, the same at each of its starts: it gets its partitions back when it returns within the session timeout. Empty: a new member at each start.
/// </param>
/// <param name="Cooperative">Only partitions that move are stopped when members come and go. All members of a group must agree.</param>
/// <param name="MaxPollInterval">After so long without a poll the group gives the partitions to others: this member hangs.</param>
/// <param name="IsEmbedded">
/// The broker is our own, in this process: its records that stand for lost packets are believed. From any other broker they are packets like all others.
/// </param>
/// <param name="Security">How to sign in.</param>
public sealed record KafkaConsumerSettings(
    string BootstrapServers,
    string GroupId,
    TimeSpan TopicRefresh,
    int PrefetchBytes,
    TimeSpan FetchWait,
    TimeSpan SessionTimeout,
    string InstanceId,
    bool Cooperative,
    TimeSpan MaxPollInterval,
    bool IsEmbedded,
    KafkaSecurity Security)
{
    const int MaxPacketBytes = 16 << 20;

    internal ConsumerConfig ToConfig()
    {
        var config = Security.ApplyTo(new ConsumerConfig
        {
            TopicMetadataRefreshIntervalMs = (int)TopicRefresh.TotalMilliseconds,
            QueuedMaxMessagesKbytes = Math.Max(1, PrefetchBytes / 1024),
            FetchMaxBytes = Math.Max(PrefetchBytes, MaxPacketBytes),
            FetchWaitMaxMs = (int)FetchWait.TotalMilliseconds,
            FetchErrorBackoffMs = 50,
            FetchQueueBackoffMs = 5,
            MaxPollIntervalMs = (int)Math.Max(MaxPollInterval.TotalMilliseconds, SessionTimeout.TotalMilliseconds),
            SessionTimeoutMs = (int)SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)Math.Min(3_000, SessionTimeout.TotalMilliseconds / 4),
            PartitionAssignmentStrategy = Cooperative ? PartitionAssignmentStrategy.CooperativeSticky : PartitionAssignmentStrategy.Range,
        });

        // What follows is nobody's to set.
        config.BootstrapServers = BootstrapServers;
        config.GroupId = GroupId;

        // Where to read on is the ledger's to say, and nothing else's.
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false;

        // Packets of a transaction are packets once it is committed. The end is told with its offset, past markers that are no packets.
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.EnablePartitionEof = true;
        config.AllowAutoCreateTopics = false;

        // Members with the same name would fence one another.
        config.GroupInstanceId = InstanceId.Length > 0 ? InstanceId : null;

        // The largest packet must fit, or the client does not start.
        config.MessageMaxBytes = MaxPacketBytes;
        config.FetchMaxBytes = Math.Max(config.FetchMaxBytes ?? 0, MaxPacketBytes);
        return config;
    }
}
