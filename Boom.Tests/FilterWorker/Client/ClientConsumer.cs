using System.Text;
using Boom.Core.Messages;
using Confluent.Kafka;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>A consumer with the settings of the public Python client, on the same library.</summary>
sealed class ClientConsumer : IDisposable
{
    readonly IConsumer<byte[], byte[]> _consumer;

    /// <param name="brokers">Where to sign in.</param>
    /// <param name="user">User.</param>
    /// <param name="password">Password.</param>
    /// <param name="topics">Names; a pattern begins with a caret.</param>
    /// <param name="isEarliest">A group that has read nothing begins with what is there; else with what comes.</param>
    /// <param name="group">Its group; null for what the client makes of the user.</param>
    public ClientConsumer(string brokers, string user, string password, IEnumerable<string> topics, bool isEarliest = true, string? group = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = brokers, SecurityProtocol = SecurityProtocol.SaslPlaintext, SaslMechanism = SaslMechanism.ScramSha512, SaslUsername = user,
            SaslPassword = password, GroupId = group ?? $"{user}-client-1", ClientId = "babamul-python/0.2.0 (Python/3.11.7; Linux)",
            AutoOffsetReset = isEarliest ? AutoOffsetReset.Earliest : AutoOffsetReset.Latest, FetchMinBytes = 1, FetchWaitMaxMs = 500,
        };
        _consumer = new ConsumerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Errors.Add(error))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned += partitions.Count)
            .Build();
        _consumer.Subscribe(topics);
    }

    /// <summary>What the library has said of errors: the client only writes it to standard error.</summary>
    public List<Error> Errors { get; } = [];

    /// <summary>Partitions that it was given.</summary>
    public int Assigned { get; private set; }

    /// <summary>Messages until none has come for so long, or so many have.</summary>
    public List<ConsumeResult<byte[], byte[]>> Read(TimeSpan timeout, int most = int.MaxValue)
    {
        var read = new List<ConsumeResult<byte[], byte[]>>();
        while (read.Count < most)
        {
            try
            {
                if (_consumer.Consume(timeout) is not { } result)
                    break;
                read.Add(result);
            }
            catch (ConsumeException fault) when (!fault.Error.IsFatal)
            {
                // The client warns, and goes on.
                Errors.Add(fault.Error);
            }
        }

        return read;
    }

    /// <summary>The identifier of a message.</summary>
    public static string IdOf(ConsumeResult<byte[], byte[]> message) => Encoding.ASCII.GetString(message.Message.Headers.GetLastBytes(MessageHeaders.Id));

    /// <summary>Leaves the group; what was read is committed.</summary>
    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }
}
