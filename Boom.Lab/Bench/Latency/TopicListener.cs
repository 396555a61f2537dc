using System.Collections.Concurrent;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Lab.Bench.Latency;

/// <summary>Reads all messages of some topics from now on, on a thread of its own.</summary>
internal sealed class TopicListener : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

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

    /// <summary>Listens to topics that are there.</summary>
    public static TopicListener Start(string brokers, KafkaSecurity security, IEnumerable<string> topics, TimeProvider time)
    {
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
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            var partitions = topics.SelectMany(topic => admin.GetMetadata(topic, Patience).Topics
                .SelectMany(known => known.Partitions.Select(partition => new TopicPartition(known.Topic, partition.PartitionId)))).ToList();
            consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, consumer.QueryWatermarkOffsets(partition, Patience).High)));
            return new TopicListener(consumer, time);
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
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
