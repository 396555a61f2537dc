using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Kafka;

static partial class KafkaClientLog
{
    /// <summary>
    /// What the library says of itself is for whoever looks for a fault in it: what matters comes back as an error of a call, and a broker that is away
    /// is told twenty times a second.
    /// </summary>
    public static void Forward(ILogger logger, LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        FromClient(logger, level > LogLevel.Debug ? LogLevel.Debug : level, message.Facility, message.Message);
    }

    [LoggerMessage(EventId = 100, Message = "{Facility}: {Message}")]
    static partial void FromClient(ILogger logger, LogLevel level, string facility, string message);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Reading {Topic}[{Partition}] failed: {Reason}; the other partitions go on")]
    public static partial void PartitionFailed(ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "Client error: {Reason}")]
    public static partial void ClientError(ILogger logger, string reason);

    [LoggerMessage(EventId = 103, Level = LogLevel.Debug, Message = "{Topic}[{Partition}] is read from offset {Offset}")]
    public static partial void Positioned(ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(EventId = 104, Level = LogLevel.Debug, Message = "Committing offsets failed: {Reason}; they are committed with the next ones")]
    public static partial void CommitFailed(ILogger logger, string reason);
}
