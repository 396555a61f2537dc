using System.ComponentModel.DataAnnotations;
using Boom.Core.Alerts;

namespace Boom.Consumer;

/// <summary>Settings of the consumer of one survey.</summary>
public sealed class ConsumerOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Consumer";

    /// <summary>Survey whose packets are read.</summary>
    public Survey Survey { get; set; } = Survey.Ztf;

    /// <summary>Kafka brokers, <c>host:port</c>, separated by commas. Required.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>Topics to read. Default empty: the topics of all nights of the survey.</summary>
    public IList<string> Topics { get; set; } = [];

    /// <summary>Consumer group. Default empty: <c>boom-</c> and the name of the survey.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>Most packets of a batch. Default 100, range 1 to 10,000.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Most bytes of a batch; one packet may go over. Default 4 MB, range 1 kB to 256 MB.</summary>
    public long BatchBytes { get; set; } = 4 << 20;

    /// <summary>How long a batch waits to be filled. Default 20 ms, range 1 ms to 10 s.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Reading pauses at this many messages in the packets queue. Default 15,000, range 1 to 10,000,000.</summary>
    public long MaxQueueMessages { get; set; } = 15_000;

    /// <summary>Reading pauses at this many payload bytes in the packets queue. Default 1.5 GB, range 1 MB to 1 TB.</summary>
    public long MaxQueueBytes { get; set; } = 1_500_000_000;

    /// <summary>How soon a topic that has come into being is noticed. Default 10 s, range 100 ms to 1 h.</summary>
    public TimeSpan TopicRefresh { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the group's offsets are committed and a quiet queue is compared with the ledger. Default 5 s, range 100 ms to 1 h.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that the Kafka client fetches ahead. Default 32 MB, range 1 MB to 1 GB.</summary>
    public int PrefetchBytes { get; set; } = 32 << 20;

    /// <summary>After so long without a sign of life the group gives the partitions to others. Default 30 s, range 1 s to 5 min.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the jitter of pauses. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(BootstrapServers))
            yield return Problem(nameof(BootstrapServers), "is empty; give the connection string kafka, e.g. localhost:9092");
        if (BatchSize is < 1 or > 10_000)
            yield return Problem(nameof(BatchSize), $"is {BatchSize}; give 1 to 10,000");
        if (BatchBytes is < 1 << 10 or > 256 << 20)
            yield return Problem(nameof(BatchBytes), $"is {BatchBytes}; give 1,024 to 268,435,456");
        if (Linger < TimeSpan.FromMilliseconds(1) || Linger > TimeSpan.FromSeconds(10))
            yield return Problem(nameof(Linger), $"is {Linger}; give 00:00:00.001 to 00:00:10");
        if (MaxQueueMessages is < 1 or > 10_000_000)
            yield return Problem(nameof(MaxQueueMessages), $"is {MaxQueueMessages}; give 1 to 10,000,000");
        if (MaxQueueBytes is < 1_000_000 or > 1_000_000_000_000)
            yield return Problem(nameof(MaxQueueBytes), $"is {MaxQueueBytes}; give 1,000,000 to 1,000,000,000,000");
        if (TopicRefresh < TimeSpan.FromMilliseconds(100) || TopicRefresh > TimeSpan.FromHours(1))
            yield return Problem(nameof(TopicRefresh), $"is {TopicRefresh}; give 00:00:00.1 to 01:00:00");
        if (CommitInterval < TimeSpan.FromMilliseconds(100) || CommitInterval > TimeSpan.FromHours(1))
            yield return Problem(nameof(CommitInterval), $"is {CommitInterval}; give 00:00:00.1 to 01:00:00");
        if (SessionTimeout < TimeSpan.FromSeconds(1) || SessionTimeout > TimeSpan.FromMinutes(5))
            yield return Problem(nameof(SessionTimeout), $"is {SessionTimeout}; give 00:00:01 to 00:05:00");
        if (PrefetchBytes is < 1 << 20 or > 1 << 30)
            yield return Problem(nameof(PrefetchBytes), $"is {PrefetchBytes}; give 1,048,576 to 1,073,741,824");
    }

    static ValidationResult Problem(string name, string what) => new($"Consumer:{name} {what}.", [name]);
}
