using System.Text;
using Boom.Core.Messages;
using Boom.Hosting;
using Boom.Messaging.Kafka;
using Confluent.Kafka;

namespace Boom.Lab.Drill;

/// <summary>
/// Reads what the filter workers have sent, past the proxies, and remembers it. Whoever takes messages from the brokers has it read first, so that
/// a message is missed only when it was never there.
/// </summary>
/// <param name="bootstrapServers">A way to Kafka that no fault is put into.</param>
/// <param name="results">Topics of results.</param>
/// <param name="open">Public topics.</param>
/// <param name="time">Clock of the waits.</param>
internal sealed class MessageWitness(string bootstrapServers, IReadOnlyCollection<string> results, IReadOnlyCollection<string> open, DrillQuestions ask, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(400);

    readonly Dictionary<TopicPartition, long> _first = [];
    readonly Dictionary<TopicPartition, long> _next = [];

    /// <summary>All topics.</summary>
    public IReadOnlyList<string> Topics { get; } = [.. results, .. open];

    /// <summary>All messages that were read.</summary>
    public MessageBook Book { get; } = new();

    /// <summary>Leaves out what is there: it is of an earlier run.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var (partition, end) in await ReadEndsAsync(cancellationToken))
            _first[partition] = _next[partition] = end;
    }

    /// <summary>Reads on, up to the ends of the topics.</summary>
    /// <exception cref="ExitException">The brokers do not give what they have.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var ends = await ReadEndsAsync(cancellationToken);
        var due = ends.Where(end => _next.GetValueOrDefault(end.Key) < end.Value).ToDictionary();
        if (due.Count == 0)
            return;
        using var consumer = Connect();
        consumer.Assign(due.Keys.Select(partition => new TopicPartitionOffset(partition, _next.GetValueOrDefault(partition))));
        var moved = time.GetTimestamp();
        while (due.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (consumer.Consume(Poll) is { } record)
            {
                Keep(record);
                _next[record.TopicPartition] = record.Offset.Value + 1;
                if (record.Offset.Value + 1 >= due.GetValueOrDefault(record.TopicPartition))
                    due.Remove(record.TopicPartition);
                moved = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(moved) > Patience)
            {
                throw new ExitException(ExitCode.Missing, $"Kafka does not give the messages of {due.Keys.First()} before {due.Values.First()} within {Patience.TotalSeconds} s.");
            }
        }
    }

    /// <summary>Reads on until nothing comes any more: senders stand still, and what they had handed to the network arrives.</summary>
    public async Task ReadLastAsync(CancellationToken cancellationToken)
    {
        var before = await ReadEndsAsync(cancellationToken);
        for (; ; )
        {
            await Task.Delay(Rest, time, cancellationToken);
            var now = await ReadEndsAsync(cancellationToken);
            if (now.Count == before.Count && !now.Except(before).Any())
                break;
            before = now;
        }

        await ReadAsync(cancellationToken);
    }

    /// <summary>Topics were deleted: what comes is at their beginnings.</summary>
    public void Forget(IReadOnlyCollection<string> topics)
    {
        foreach (var partition in _next.Keys.Where(partition => topics.Contains(partition.Topic)).ToArray())
            _first[partition] = _next[partition] = 0;
    }

    /// <summary>The brokers were set back: others may be where some were read.</summary>
    public void Rewind()
    {
        foreach (var (partition, first) in _first)
            _next[partition] = first;
        foreach (var partition in _next.Keys.Except(_first.Keys).ToArray())
            _next[partition] = 0;
    }

    void Keep(ConsumeResult<string, byte[]> record)
    {
        var id = record.Message.Headers.TryGetLastBytes(MessageHeaders.Id, out var bytes) ? Encoding.ASCII.GetString(bytes) : "none";
        Book.Add(record.Topic, id, SentRecord.Read(record.Message.Value, results.Contains(record.Topic)));
    }

    async Task<Dictionary<TopicPartition, long>> ReadEndsAsync(CancellationToken cancellationToken)
    {
        using var admin = new KafkaAdmin(bootstrapServers);
        var ends = new Dictionary<TopicPartition, long>();
        foreach (var topic in Topics)
        {
            var marks = await ask.AskAsync(() => ValueTask.FromResult(admin.ReadWatermarks(topic)), cancellationToken);
            for (var partition = 0; partition < marks.Count; partition++)
                ends[new TopicPartition(topic, partition)] = marks[partition].High;
        }

        return ends;
    }

    IConsumer<string, byte[]> Connect()
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "boom-drill-witness",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AllowAutoCreateTopics = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        };
        return new ConsumerBuilder<string, byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }
}
