using System.Text;
using Boom.Core.Messages;
using Confluent.Kafka;

namespace Boom.Tests.Messaging.Kafka;

/// <summary>Reads topics as any client does.</summary>
static class SentMessages
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static OutgoingMessage Message(string topic, int number, int bytes = 8) => new(
        topic, $"ZTF{number % 3}", [.. Enumerable.Repeat((byte)number, bytes)], $"id{number}", number, new MessageStamps(null, 2, 3, 4), number % 2 == 0 ? "00-1-2-01" : null);

    /// <summary>The first messages of a topic, in the order of each partition.</summary>
    public static List<ConsumeResult<string, byte[]>> Read(string brokers, string topic, int count)
    {
        var config = new ConsumerConfig { BootstrapServers = brokers, GroupId = $"reader-of-{topic}", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false, TopicMetadataRefreshIntervalMs = 1000 };
        using var consumer = new ConsumerBuilder<string, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        var read = new List<ConsumeResult<string, byte[]>>();
        var started = TimeProvider.System.GetTimestamp();
        while (read.Count < count && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            try
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is { } result)
                    read.Add(result);
            }
            catch (ConsumeException fault) when (fault.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                // Whoever sends has not made it yet.
            }
        }

        consumer.Close();
        return read;
    }

    public static Dictionary<string, string> HeadersOf(ConsumeResult<string, byte[]> result) =>
        result.Message.Headers.ToDictionary(header => header.Key, header => Encoding.ASCII.GetString(header.GetValueBytes()));
}
