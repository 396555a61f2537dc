using System.Text.Json;
using Boom.Tests.Support;
using Confluent.Kafka.Admin;
using Xunit;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>Simulated nights of both surveys, published by <c>boom run</c> to a Kafka with users, signed in as one of them.</summary>
public sealed class PublicStreamsOnKafka : IAsyncLifetime
{
    /// <summary>A user of the public streams.</summary>
    public const string User = "babamul-5f2b";

    public const string Password = "reader's secret";

    const string Publisher = "boom";
    const string PublisherPassword = "boom-secret";

    readonly TemporaryFolder _folder = new();

    /// <summary>The brokers.</summary>
    public KafkaUsersServer Kafka { get; } = new();

    /// <summary>Messages that were confirmed, by topic that has any.</summary>
    public IReadOnlyDictionary<string, int> Sent { get; private set; } = new Dictionary<string, int>();

    public async ValueTask InitializeAsync()
    {
        await Kafka.InitializeAsync();
        if (Kafka.SignInServers.Length == 0)
            return;
        await AddReaderAsync(User, Password);
        await Kafka.AddUserAsync(Publisher, PublisherPassword);
        foreach (var prefix in new[] { "ztf_", "lsst-", "alerts-simulated", "babamul.", "ZTF_alerts_results", "LSST_alerts_results" })
            await Kafka.AllowAsync(Publisher, ResourceType.Topic, prefix, AclOperation.All);
        await Kafka.AllowAsync(Publisher, ResourceType.Group, "boom-", AclOperation.All);
        await Kafka.UntilAdmittedAsync(Publisher, PublisherPassword);
        string[] settings =
        [
            $"ConnectionStrings__kafka={Kafka.SignInServers}", $"Kafka__Username={Publisher}", $"Kafka__Password={PublisherPassword}",
            "Streams__Public__Partitions=3", "Streams__Public__Retention=2.00:00:00",
        ];
        var (code, output, error) = await BoomCommand.RunAsync(
            settings, "run", "--data", Path.Combine(_folder.Path, "data"), "--simulate", "--survey", "ztf", "--survey", "lsst", "--alerts", "250", "--streams", "--until-done", "--json");
        Assert.True(code == 0, error);
        using var report = JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Sent = report.RootElement.GetProperty("sent").EnumerateObject()
            .Where(topic => topic.Name.StartsWith("babamul.", StringComparison.Ordinal) && topic.Value.GetInt32() > 0)
            .ToDictionary(topic => topic.Name, topic => topic.Value.GetInt32());
    }

    /// <summary>Adds a user with the rights of a subscriber, and no others.</summary>
    public async Task AddReaderAsync(string user, string password)
    {
        await Kafka.AddUserAsync(user, password);
        await Kafka.AllowAsync(user, ResourceType.Topic, "babamul.", AclOperation.Read, AclOperation.Describe);
        await Kafka.AllowAsync(user, ResourceType.Group, user + "-", AclOperation.Read);
        await Kafka.UntilAdmittedAsync(user, password);
    }

    public async ValueTask DisposeAsync()
    {
        await Kafka.DisposeAsync();
        _folder.Dispose();
    }
}
