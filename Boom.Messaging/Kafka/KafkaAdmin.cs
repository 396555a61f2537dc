using System.Diagnostics;
using System.Globalization;
using Boom.Core.Messages;
using Boom.Core.Resilience;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Boom.Messaging.Kafka;

/// <summary>Topics and their extent.</summary>
public sealed partial class KafkaAdmin : IDisposable
{
    /// <summary>The client library's own threads look that often whether their client is being closed, ms; its default of 100 costs an idle program.</summary>
    internal const int IdlePollMs = 300;

    const string Retention = "retention.ms";

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    static readonly TimeSpan ControllerTimeout = TimeSpan.FromSeconds(3);

    // How long brokers that have no controller are not asked for what only it knows: a broker that has just started may not know it yet.
    static readonly TimeSpan FirstControllerPause = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestControllerPause = TimeSpan.FromMinutes(5);

    readonly string _bootstrapServers;
    readonly IAdminClient _admin;
    readonly IConsumer<Ignore, Ignore> _consumer;
    readonly KafkaSecurity _security;
    readonly KafkaErrors _errors = new();
    readonly Lock _pings = new();
    readonly Lock _asking = new();
    Task _ping = Task.CompletedTask;
    long _noControllerSince;
    TimeSpan _controllerPause = FirstControllerPause;
    volatile bool _hadController;

    /// <summary>An administrator of these brokers.</summary>
    /// <param name="bootstrapServers">Brokers, <c>host:port</c>, separated by commas.</param>
    /// <param name="security">How to sign in; null for not at all.</param>
    public KafkaAdmin(string bootstrapServers, KafkaSecurity? security = null)
    {
        _security = security ??= new KafkaSecurity();
        _bootstrapServers = bootstrapServers;
        var administration = security.ApplyTo(new AdminClientConfig());
        (administration.BootstrapServers, administration.CancellationDelayMaxMs) = (bootstrapServers, IdlePollMs);
        _admin = new AdminClientBuilder(administration).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => _errors.Hear(error)).Build();
        var config = security.ApplyTo(new ConsumerConfig());
        (config.BootstrapServers, config.GroupId, config.AllowAutoCreateTopics) = (bootstrapServers, "boom-admin", false);
        _consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => _errors.Hear(error)).Build();
    }

    /// <summary>Creates a topic unless it is there; answers how many partitions it has.</summary>
    public async ValueTask<int> EnsureTopicAsync(string topic, int partitionCount)
    {
        try
        {
            // The embedded broker cannot be asked to create topics, so nothing is asked that need not be.
            if (CountPartitions(topic) is > 0 and var known)
                return known;

            // Replication −1: as the broker is set up.
            var specification = new TopicSpecification { Name = topic, NumPartitions = partitionCount, ReplicationFactor = -1 };
            await _admin.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = Timeout });
            return partitionCount;
        }
        catch (CreateTopicsException fault) when (fault.Results.TrueForAll(result => result.Error.Code is ErrorCode.TopicAlreadyExists or ErrorCode.NoError))
        {
            return CountPartitions(topic);
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"create topic {topic} at {_bootstrapServers}");
        }
    }

    /// <summary>
    /// Makes a topic as it is to be; one that is there keeps its partitions and has its retention set. Answers why the retention could not be set, a sentence, or
    /// null.
    /// </summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    /// <exception cref="PermanentFaultException">The brokers refuse to make it.</exception>
    public async ValueTask<string?> EnsureStreamAsync(StreamTopic topic)
    {
        var retentionMs = ((long)topic.Retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        try
        {
            if (CountPartitions(topic.Name) > 0)
                return await SetRetentionAsync(topic.Name, retentionMs);
            var specification = new TopicSpecification
            {
                Name = topic.Name, NumPartitions = topic.Partitions, ReplicationFactor = -1,
                Configs = new Dictionary<string, string> { [Retention] = retentionMs, ["cleanup.policy"] = "delete" },
            };
            await _admin.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = Timeout });
            return null;
        }
        catch (CreateTopicsException fault) when (fault.Results.TrueForAll(result => result.Error.Code is ErrorCode.TopicAlreadyExists or ErrorCode.NoError))
        {
            return null;
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"create topic {topic.Name} at {_bootstrapServers}");
        }
    }

    async ValueTask<string?> SetRetentionAsync(string topic, string retentionMs)
    {
        var change = new ConfigEntry { Name = Retention, Value = retentionMs, IncrementalOperation = AlterConfigOpType.Set };
        try
        {
            await _admin.IncrementalAlterConfigsAsync(
                new Dictionary<ConfigResource, List<ConfigEntry>> { [new ConfigResource { Type = ResourceType.Topic, Name = topic }] = [change] },
                new IncrementalAlterConfigsOptions { RequestTimeout = Timeout });
            return null;
        }
        catch (KafkaException fault) when (_errors.Of(fault, "") is PermanentFaultException || fault is IncrementalAlterConfigsException)
        {
            return $"The retention of topic {topic} stays as it is: {fault.Error.Reason}.";
        }
    }

    /// <summary>Asks for a topic by name, upon which the embedded broker makes it.</summary>
    /// <exception cref="TransientFaultException">The broker does not answer.</exception>
    public void AskFor(string topic) => Ask($"topic {topic}", () => _admin.GetMetadata(topic, Timeout));

    /// <summary>Names of all topics but the broker's own, in ordinal order.</summary>
    public IReadOnlyList<string> ListTopics()
    {
        var topics = Ask("list topics", () => _admin.GetMetadata(Timeout)).Topics.Select(topic => topic.Topic);
        return [.. topics.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Asks the brokers for a sign of life. However many ask at once, there is one question, which holds one thread.
    /// </summary>
    /// <exception cref="TransientFaultException">There was none in time.</exception>
    public Task PingAsync(TimeSpan patience)
    {
        lock (_pings)
        {
            if (_ping.IsCompleted)
                _ping = Task.Run(() => Ping(patience));
            return _ping;
        }
    }

    /// <summary>Per partition of the topic, the first offset and one past the last; empty when there is no such topic.</summary>
    public IReadOnlyList<(long Low, long High)> ReadWatermarks(string topic)
    {
        var partitions = Ask($"watermarks of {topic}", () => CountPartitions(topic));
        return [.. Enumerable.Range(0, partitions).Select(partition => ReadWatermarks(topic, partition))];
    }

    /// <summary>
    /// The broker's identifiers of topics, another one each time a topic is made; null for a topic whose broker gives none (before Kafka 2.8), does
    /// not let us ask, or has no controller, which the client asks for them. Topics that are not there are left out where it can be told.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, string?>> ReadTopicIdsAsync(IReadOnlyCollection<string> topics)
    {
        var ids = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (topics.Count == 0)
            return ids;
        if (Interlocked.Read(ref _noControllerSince) is var since && since != 0 && Stopwatch.GetElapsedTime(since) < _controllerPause)
            return topics.ToDictionary(topic => topic, _ => (string?)null, StringComparer.Ordinal);
        try
        {
            var described = await _admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { RequestTimeout = ControllerTimeout, IncludeAuthorizedOperations = false });
            foreach (var topic in described.TopicDescriptions)
                ids[topic.Name] = IdOf(topic);
            _hadController = true;
        }
        catch (DescribeTopicsException fault)
        {
            foreach (var topic in fault.Results.TopicDescriptions)
            {
                if (!topic.Error.IsError || topic.Error.Code == ErrorCode.TopicAuthorizationFailed)
                    ids[topic.Name] = topic.Error.IsError ? null : IdOf(topic);
                else if (topic.Error.Code is not (ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic))
                    throw KafkaFaults.Of(topic.Error, $"describe topic {topic.Name} at {_bootstrapServers}", fault);
            }
        }
        catch (KafkaException fault) when (fault.Error.Code is ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature || HasNoController(fault.Error))
        {
            foreach (var topic in topics)
                ids[topic] = null;
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"describe topics at {_bootstrapServers}");
        }

        return ids;

        static string? IdOf(TopicDescription topic) => topic.TopicId is { } id && (id.MostSignificantBits | id.LeastSignificantBits) != 0 ? id.ToString() : null;
    }

    /// <summary>The first offset of a partition, and one past its last one.</summary>
    public (long Low, long High) ReadWatermarks(string topic, int partition)
    {
        var found = Ask($"watermarks of {topic}", () => _consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Timeout));
        return (found.Low.Value, found.High.Value);
    }

    /// <summary>As <see cref="ReadWatermarks(string, int)"/>; null when the topic has no such partition, or is not there.</summary>
    /// <exception cref="TransientFaultException">The broker does not answer.</exception>
    public (long Low, long High)? FindWatermarks(string topic, int partition)
    {
        try
        {
            return ReadWatermarks(topic, partition);
        }
        catch (TransientFaultException fault) when (
            fault.InnerException is KafkaException { Error.Code: ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic }
            && Ask($"partitions of {topic}", () => CountPartitions(topic)) <= partition)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not while a question is under way; it has its time limit.
        using var turn = _asking.EnterScope();
        _consumer.Dispose();
        _admin.Dispose();
    }

    /// <summary>As <see cref="PingAsync"/>; blocks until the answer is there.</summary>
    /// <exception cref="TransientFaultException">There was none in time.</exception>
    public void Ping(TimeSpan patience)
    {
        using var turn = _asking.EnterScope();
        try
        {
            _admin.GetMetadata(patience);
        }
        catch (ObjectDisposedException)
        {
            // Asked on the way out.
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"at {_bootstrapServers}");
        }
    }

    T Ask<T>(string what, Func<T> question)
    {
        try
        {
            return question();
        }
        catch (KafkaException fault)
        {
            throw _errors.Of(fault, $"{what} at {_bootstrapServers}");
        }
    }

    /// <summary>The brokers answer, and none of them knows a controller. Packets can be read all the same.</summary>
    bool HasNoController(Error error)
    {
        // One that had a controller has one again soon.
        if (_hadController || error.Code != ErrorCode.Local_TimedOut || !error.Reason.Contains("controller", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            _admin.GetMetadata(Timeout);
        }
        catch (KafkaException)
        {
            return false;
        }

        if (Interlocked.Exchange(ref _noControllerSince, Stopwatch.GetTimestamp()) != 0)
            _controllerPause = TimeSpan.FromTicks(Math.Min(2 * _controllerPause.Ticks, LongestControllerPause.Ticks));
        return true;
    }

    // Asks for all topics: to ask for one by name may create it.
    int CountPartitions(string topic) =>
        _admin.GetMetadata(Timeout).Topics.Find(found => found.Topic == topic && !found.Error.IsError)?.Partitions.Count ?? 0;
}
