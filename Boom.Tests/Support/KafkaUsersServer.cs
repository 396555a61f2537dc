using System.Globalization;
using System.Text;
using Boom.Testing;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>
/// A Kafka of one node that knows users (SCRAM-SHA-512) and grants nobody anything unless an access rule does; without the folder of servers the tests are
/// skipped. The port without a sign-in is the administrator's.
/// </summary>
public sealed class KafkaUsersServer : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly TemporaryFolder _folder = new();
    ChildProcess? _process;
    IAdminClient? _admin;

    /// <summary>Address of the administrator.</summary>
    public string BootstrapServers { get; private set; } = "";

    /// <summary>Address where users sign in.</summary>
    public string SignInServers { get; private set; } = "";

    /// <summary>The administrator, or the reason why the test is skipped.</summary>
    public IAdminClient Require()
    {
        Assert.SkipWhen(_admin is null, "No Kafka can be started: there is no folder services beside the folder of real packets (BOOM_TEST_DATA), or no Java.");
        return _admin!;
    }

    public async ValueTask InitializeAsync()
    {
        if (TestServices.Script("kafka") is not { } script || !TestServices.Has("java"))
            return;
        var port = TakeThreeInARow();
        (BootstrapServers, SignInServers) = ($"127.0.0.1:{port}", $"127.0.0.1:{port + 2}");
        var settings = Path.Combine(_folder.Path, "server.properties");
        await File.WriteAllTextAsync(settings, Settings(port, Path.Combine(_folder.Path, "log")));
        var classes = Path.Combine(Path.GetDirectoryName(script)!, "lib", "*");
        await using (var format = Start("format", "-cp", classes, "kafka.tools.StorageTool", "format", "-t", "Ym9vbS11c2Vycy10ZXN0cw", "-c", settings))
            Assert.True(await format.WaitAsync(Patience, CancellationToken.None) && format.ExitCode == 0, "The folder of Kafka could not be formatted.");
        _process = Start("kafka", "-Xmx384m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classes, "kafka.Kafka", settings);
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await UntilAsync(() => Task.FromResult(_admin.GetMetadata(TimeSpan.FromSeconds(1)).Brokers.Count > 0));
    }

    /// <summary>Adds a user, or gives one another password.</summary>
    public Task AddUserAsync(string user, string password) => Require().AlterUserScramCredentialsAsync(
    [
        new UserScramCredentialUpsertion
        {
            User = user, Password = Encoding.UTF8.GetBytes(password), Salt = Encoding.UTF8.GetBytes(user),
            ScramCredentialInfo = new ScramCredentialInfo { Mechanism = ScramMechanism.ScramSha512, Iterations = 4096 },
        },
    ]);

    /// <summary>Allows a user something with all topics or groups of a prefix.</summary>
    public async Task AllowAsync(string user, ResourceType type, string prefix, params AclOperation[] operations) => await Require().CreateAclsAsync(
        operations.Select(operation => new AclBinding
        {
            Pattern = new ResourcePattern { Type = type, Name = prefix, ResourcePatternType = ResourcePatternType.Prefixed },
            Entry = new AccessControlEntry { Principal = $"User:{user}", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow },
        }));

    /// <summary>Waits until a user can sign in and sees something: the brokers say yes a moment before they have heard of it.</summary>
    public async Task UntilAdmittedAsync(string user, string password)
    {
        var config = new AdminClientConfig
        {
            BootstrapServers = SignInServers, SecurityProtocol = SecurityProtocol.SaslPlaintext, SaslMechanism = SaslMechanism.ScramSha512,
            SaslUsername = user, SaslPassword = password,
        };
        using var client = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        await UntilAsync(() => Task.FromResult(client.GetMetadata(TimeSpan.FromSeconds(1)).Brokers.Count > 0));
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    ChildProcess Start(string name, params string[] arguments) =>
        ChildProcess.Start(name, "java", arguments, new Dictionary<string, string?>(), Path.Combine(_folder.Path, name + ".log"));

    static string Settings(int port, string log) => string.Create(CultureInfo.InvariantCulture, $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{port + 1}
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{port + 1},SASL://127.0.0.1:{port + 2}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port},SASL://127.0.0.1:{port + 2}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        sasl.enabled.mechanisms=SCRAM-SHA-512
        listener.name.sasl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        log.dirs={log}
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=2
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=2
        group.initial.rebalance.delay.ms=0
        """);

    static int TakeThreeInARow()
    {
        while (true)
        {
            var ports = FreePorts.Take(3);
            if (ports[1] == ports[0] + 1 && ports[2] == ports[0] + 2)
                return ports[0];
        }
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (KafkaException) when (!limit.IsCancellationRequested)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }
}
