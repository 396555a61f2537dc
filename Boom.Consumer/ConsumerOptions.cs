using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Boom.Core.Surveys;
using Boom.Messaging.Kafka;

namespace Boom.Consumer;

/// <summary>Settings of the consumer of one survey.</summary>
public sealed class ConsumerOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Consumer";

    /// <summary>Survey whose packets are read.</summary>
    public Survey Survey { get; set; }

    /// <summary>Kafka brokers, <c>host:port</c>, separated by commas. Required.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>How to sign in at the brokers.</summary>
    public KafkaSecurity Security { get; set; } = new();

    /// <summary>Topics to read, whatever the date. Default empty: the topics of the nights.</summary>
    public IList<string> Topics { get; set; } = [];

    /// <summary>Reads the topics of all nights that the broker has. Default: only those of the window.</summary>
    public bool AllNights { get; set; }

    /// <summary>Last night of the window, <c>yyyyMMdd</c>. Default empty: today (UTC), from midnight to midnight.</summary>
    public string Night { get; set; } = "";

    /// <summary>Nights of the window before the last, 0 to 60; default 1, so that a night is not cut at midnight UTC.</summary>
    [Range(0, 60)]
    public int WindowDays { get; set; } = 1;

    /// <summary>Programmes to read, of a survey that has some (<see cref="SurveyTopics.Programs"/>). Default empty: the public one.</summary>
    public IList<string> Programs { get; set; } = [];

    /// <summary>Reads the topic of simulated alerts, of a survey that has one. Default: the real ones.</summary>
    public bool Simulated { get; set; }

    /// <summary>How often the date is looked at, and whether topics that have left the window are read to their end. Default 30 s, range 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RosterInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Ends the program when every packet of the topics is accounted for. Default: goes on.</summary>
    public bool UntilDrained { get; set; }

    /// <summary>
    /// Name of this member of the group, stable over restarts: it gets its partitions back when it returns within the session timeout. Default empty: none.
    /// </summary>
    public string Instance { get; set; } = "";

    /// <summary>Consumers of this program, 1 to 64; default 1.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;

    /// <summary>
    /// Only partitions that move are stopped when members come and go; all members of a group must agree. Default: true.
    /// </summary>
    public bool Cooperative { get; set; } = true;

    /// <summary>Consumer group. Default empty: <c>boom-</c> and the name of the survey.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>Most packets of a batch. Default 100, range 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Most bytes of a batch; one packet may go over. Default 4 MB, range 1 kB to 256 MB.</summary>
    [Range(typeof(long), "1024", "268435456")]
    public long BatchBytes { get; set; } = 4 << 20;

    /// <summary>How long a batch waits to be filled. Default 20 ms, range 1 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Reading pauses at this many messages in the packets queue. Default 15,000, range 1 to 10,000,000.</summary>
    [Range(typeof(long), "1", "10000000")]
    public long MaxQueueMessages { get; set; } = 15_000;

    /// <summary>Reading pauses at this many payload bytes in the packets queue. Default 1.5 GB, range 1 MB to 1 TB.</summary>
    [Range(typeof(long), "1000000", "1000000000000")]
    public long MaxQueueBytes { get; set; } = 1_500_000_000;

    /// <summary>How soon a topic that has come into being is noticed. Default 10 s, range 100 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan TopicRefresh { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the group's offsets are committed and a quiet queue is compared with the ledger. Default 5 s, range 100 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that the Kafka client fetches ahead. Default 32 MB, range 1 MB to 1 GB.</summary>
    [Range(1 << 20, 1 << 30)]
    public int PrefetchBytes { get; set; } = 32 << 20;

    /// <summary>
    /// How long a broker that has nothing holds the question, 1 ms to 10 s; default 1 s. What comes in between is sent at once; a short time only
    /// costs broker and consumer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan FetchWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A consumer that has not polled for so long hangs, and the group gives its partitions to others; 10 s to 1 h, default 1 min. Servers that are
    /// away do not count: it polls while it waits for them.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan MaxSilence { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The consumer group.</summary>
    internal string Group => GroupId.Length > 0 ? GroupId : $"boom-{Survey.ToLowerName()}";

    /// <summary>Where <see cref="Survey"/> is looked up. Not a setting.</summary>
    internal SurveyCatalog Surveys { get; set; } = SurveyCatalog.Default;

    /// <summary>
    /// The broker is our own, in this process or in <c>boom serve</c>. It forgets its topics when it ends and is filled again by the play journal, so topics
    /// are not compared with those of the run before, and its records that stand for lost packets are believed. Default: false.
    /// </summary>
    public bool BrokerIsEmbedded { get; set; }

    /// <summary>After so long without a sign of life the group gives the partitions to others. Default 30 s, range 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the jitter of pauses. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Sets what becomes our own broker.</summary>
    internal void UseEmbeddedBroker()
    {
        BrokerIsEmbedded = true;
        Cooperative = false;
        TopicRefresh = TimeSpan.FromSeconds(1);

        // Our own broker does not end a wait when something comes.
        FetchWait = TimeSpan.FromMilliseconds(60);
        Linger = TimeSpan.FromMilliseconds(5);
        PrefetchBytes = 8 << 20;

        // It lets a group whose topics have changed wait for one second less than this.
        SessionTimeout = TimeSpan.FromSeconds(2);
        CommitInterval = TimeSpan.FromSeconds(2);
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(BootstrapServers))
            yield return Problem(nameof(BootstrapServers), "is empty; give the connection string kafka, e.g. localhost:9092");
        if (BrokerIsEmbedded && !BootstrapServers.Split(',').All(IsOnThisMachine))
            yield return Problem(nameof(BrokerIsEmbedded), $"is true, which is for the broker of boom serve on this machine, and the connection string kafka names {BootstrapServers}: leave it out");
        foreach (var problem in Security.FindProblems())
            yield return new(problem);
        if (Night.Length > 0 && !DateOnly.TryParseExact(Night, TopicPlan.NightFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return Problem(nameof(Night), $"is {Night}; give a date as yyyyMMdd, e.g. 20260101");
        if (Surveys.Topics(Survey).AreNamedAfterTheEveningBefore && WindowDays == 0 && Night.Length == 0)
            yield return Problem(nameof(WindowDays), $"is 0; {Survey.ToUpperName()} names a topic after the evening before, so give 1 or more");
        foreach (var program in Programs.Where(program => !Surveys.Programs.Contains(program, StringComparer.OrdinalIgnoreCase)))
            yield return Problem(nameof(Programs), $"has {program}; give {string.Join(", ", Surveys.Programs)}");
    }

    static bool IsOnThisMachine(string server) =>
        server.Trim().Split(':')[0] is var host && (host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address)));

    static ValidationResult Problem(string name, string what) => new($"Consumer:{name} {what}.", [name]);
}
