using System.Collections.Concurrent;
using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Lab.Bench.Latency;

/// <summary>Reads all messages of some topics from now on, on a thread of its own.</summary>
internal sealed class TopicListener : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    static readonly RetryOptions Waits = new() { FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromSeconds(1) };

    readonly IConsumer<string, Ignore> _consumer;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<SentMessage> _messages = new();
    readonly Task _reading;
    long _unstamped;

    TopicListener(IConsumer<string, Ignore> consumer, TimeProvider time)
    {
        (_consumer, _time) = (consumer, time);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Messages so far.</summary>
    public int Count => _messages.Count;

    /// <summary>Messages without the stamps of all stages.</summary>
    public long Unstamped => Interlocked.Read(ref _unstamped);

    /// <summary>The messages so far.</summary>
    public IReadOnlyList<SentMessage> Messages => [.. _messages];

    /// <summary>Listens to topics that are there. Their partitions have no leader in the first moments: these are waited for.</summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    public static async Task<TopicListener> StartAsync(string brokers, KafkaSecurity security, IEnumerable<string> topics, TimeProvider time, CancellationToken cancellationToken)
    {
        using var admin = new KafkaAdmin(brokers, security);
        var began = time.GetTimestamp();
        var ends = await new Retry(Waits, time, seed: 1).RunAsync(
            _ => ValueTask.FromResult(topics.SelectMany(topic => ReadEnds(admin, topic)).ToList()), cancellationToken, () => time.GetElapsedTime(began) < Patience);
        var config = security.ApplyTo(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "boom-bench-latency",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            FetchWaitMaxMs = 50,
            FetchErrorBackoffMs = 50,
        });
        var consumer = new ConsumerBuilder<string, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(ends);
        return new TopicListener(consumer, time);
    }

    static IReadOnlyList<TopicPartitionOffset> ReadEnds(KafkaAdmin admin, string topic)
    {
        var extent = admin.ReadWatermarks(topic);
        return extent.Count > 0
            ? [.. extent.Select((of, partition) => new TopicPartitionOffset(topic, partition, of.High))]
            : throw new TransientFaultException($"The brokers have no partitions for the topic {topic} yet.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _consumer.Close();
        _consumer.Dispose();
        _stop.Dispose();
    }

    void Read()
    {
        while (!_stop.IsCancellationRequested)
        {
            ConsumeResult<string, Ignore>? record;
            try
            {
                record = _consumer.Consume(Poll);
            }
            catch (ConsumeException fault) when (!fault.Error.IsFatal)
            {
                continue;
            }

            if (record?.Message is null)
                continue;
            if (SentMessage.Read(record, _time.GetUtcNow().ToUnixTimeMilliseconds()) is { } message)
                _messages.Enqueue(message);
            else
                Interlocked.Increment(ref _unstamped);
        }
    }
}
