using System.Globalization;
using Boom.Core.Resilience;
using Boom.Hosting;
using Boom.Testing;
using StackExchange.Redis;

namespace Boom.Lab.Drill;

/// <summary>The servers of a drill, each behind its proxy, with their data in one folder.</summary>
internal sealed class DrillServers : IAsyncDisposable
{
    public const string KafkaName = "kafka", ValkeyName = "valkey", MongoName = "mongodb";

    static readonly Dictionary<string, string?> NoVariables = [];

    readonly DrillServerOptions _options;
    readonly string _folder;
    readonly TimeProvider _time;
    readonly string _kafkaSettings;
    string _mongoFolder = "";
    string? _snapshot;

    DrillServers(DrillServerOptions options, bool signsIn, string folder, TimeProvider time)
    {
        (_options, _folder, _time) = (options, folder, time);
        var ports = FreePorts.Take(6);
        KafkaDirect = Address(ports[4]);
        Kafka = Create(KafkaName, ports[0], StartKafka);
        Valkey = Create(ValkeyName, ports[1], StartValkey);
        SignIn = signsIn && options.MongoCommand is not null ? new SignInGate(ports[2]) : null;
        MongoDb = options.MongoCommand is null ? null : new(MongoName, ports[2], new FaultProxy(SignIn?.Port ?? ports[2], time), time, StartMongo);
        Directory.CreateDirectory(KafkaFolder);
        _kafkaSettings = KafkaConfiguration.Write(KafkaFolder, Kafka.Port, Kafka.Proxy.Port, ports[4], ports[5]);
    }

    public DrillServer Kafka { get; }

    /// <summary>Valkey or Redis, without persistence: when it dies, all it held is lost.</summary>
    public DrillServer Valkey { get; }

    /// <summary>MongoDB; null when the store is a SQLite file.</summary>
    public DrillServer? MongoDb { get; }

    /// <summary>Asks the programs for user and password at MongoDB; null when they need none.</summary>
    public SignInGate? SignIn { get; }

    /// <summary>Names of all that run.</summary>
    public IReadOnlyList<string> Names => MongoDb is null ? [KafkaName, ValkeyName] : [KafkaName, ValkeyName, MongoName];

    /// <summary>A way to Kafka that no fault is put into, for what publishes and counts.</summary>
    public string KafkaDirect { get; }

    public string KafkaData => KafkaConfiguration.DataOf(KafkaFolder);

    string KafkaFolder => Path.Combine(_folder, "kafka");

    /// <summary>Starts Kafka and Valkey; MongoDB starts with each run.</summary>
    /// <exception cref="ExitException">One does not start.</exception>
    /// <param name="folder">Empty folder for data and logs.</param>
    /// <param name="signsIn">MongoDB asks for a user and a password.</param>
    public static async Task<DrillServers> StartAsync(
        DrillServerOptions options, string folder, TimeProvider time, CancellationToken cancellationToken, bool signsIn = false)
    {
        var servers = new DrillServers(options, signsIn, folder, time);
        try
        {
            await servers.FormatKafkaAsync(cancellationToken);
            await Task.WhenAll(servers.Kafka.StartAsync(cancellationToken), servers.Valkey.StartAsync(cancellationToken));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The store and queues of a run, empty.</summary>
    /// <param name="run">Name of the run, for its folder.</param>
    public async Task CleanAsync(string run, CancellationToken cancellationToken)
    {
        await FlushValkeyAsync();
        if (MongoDb is null)
            return;
        await MongoDb.KillAsync();
        if (_mongoFolder.Length > 0)
            Directory.Delete(_mongoFolder, recursive: true);
        _mongoFolder = Path.Combine(_folder, "mongodb-" + run);
        Directory.CreateDirectory(_mongoFolder);
        await MongoDb.StartAsync(cancellationToken);
    }

    /// <summary>Whether a server keeps what it has acknowledged when it is killed, or is not meant to keep anything.</summary>
    public bool MayKill(string name) => name != MongoName || _options.MongoCommand == DrillServerOptions.Mongod;

    public DrillServer Of(string name) => name switch
    {
        KafkaName => Kafka,
        ValkeyName => Valkey,
        _ => MongoDb ?? throw new ArgumentException($"There is no {name}.", nameof(name)),
    };

    /// <summary>Empties Valkey; nothing happens when it is away, as it then is empty anyway.</summary>
    public Task FlushValkeyAsync() => AskValkeyAsync(database => database.ExecuteAsync("FLUSHALL"));

    public Task ForgetScriptsAsync() => AskValkeyAsync(database => database.ExecuteAsync("SCRIPT", "FLUSH"));

    /// <summary>Asks Valkey past the proxy; nothing happens when it is away, or stands still.</summary>
    public async Task AskValkeyAsync(Func<IDatabase, Task> question)
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(Address(Valkey.Port) + ",allowAdmin=true");
            await question(connection.GetDatabase());
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or TransientFaultException)
        {
            // Another fault has it.
        }
    }

    /// <summary>Starts Valkey with a snapshot of its folder; null for an empty one.</summary>
    public async Task StartValkeyAsync(string? snapshot, CancellationToken cancellationToken)
    {
        _snapshot = snapshot;
        await Valkey.StartAsync(cancellationToken);
        _snapshot = null;
    }

    /// <summary>Connection string of a database of MongoDB for the programs, which come through the proxy and sign in if they must.</summary>
    public string Database(string name) => SignIn is null
        ? Database(name, MongoDb!.Proxy.Port)
        : Database(name, MongoDb!.Proxy.Port, SignInGate.UserInfo + "@") + "&authSource=admin";

    /// <summary>Connection string of a database for the programs: they are not to wait long for what will not come.</summary>
    public static string Database(string name, int port, string user = "") =>
        DirectDatabase(name, port, user) + "&serverSelectionTimeoutMS=1500&connectTimeoutMS=1500&socketTimeoutMS=4000";

    /// <summary>Connection string of a database for who has time.</summary>
    public static string DirectDatabase(string name, int port, string user = "") =>
        FormattableString.Invariant($"mongodb://{user}127.0.0.1:{port}/{name}?directConnection=true");

    public static string Address(int port) => FormattableString.Invariant($"127.0.0.1:{port}");

    public async ValueTask DisposeAsync()
    {
        await Kafka.DisposeAsync();
        await Valkey.DisposeAsync();
        if (MongoDb is not null)
            await MongoDb.DisposeAsync();
        if (SignIn is not null)
            await SignIn.DisposeAsync();
    }

    DrillServer Create(string name, int port, Func<ChildProcess> start) => new(name, port, new FaultProxy(port, _time), _time, start);

    async Task FormatKafkaAsync(CancellationToken cancellationToken)
    {
        await using var format = Java("kafka format", "kafka-format", "kafka.tools.StorageTool", "format", "-t", KafkaConfiguration.ClusterId, "-c", _kafkaSettings);
        if (!await format.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken) || format.ExitCode != 0)
            throw new ExitException(ExitCode.Missing, $"Kafka cannot be set up: {format.Tail()}");
    }

    ChildProcess StartKafka() => Java("kafka", "kafka", "kafka.Kafka", _kafkaSettings);

    ChildProcess StartValkey() => ChildProcess.Start(
        "valkey", _options.ValkeyProgram,
        ["--port", Valkey.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder,
            "--dbfilename", _snapshot ?? "none.rdb"],
        NoVariables, Log("valkey"));

    ChildProcess StartMongo()
    {
        var words = _options.MongoCommand!
            .Replace("{port}", MongoDb!.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{folder}", _mongoFolder, StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ChildProcess.Start("mongodb", words[0], words[1..], NoVariables, Log("mongodb"));
    }

    ChildProcess Java(string name, string log, string main, params string[] arguments) => ChildProcess.Start(
        name, "java",
        ["-Xmx384m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", DrillServerOptions.KafkaJars(_options.KafkaFolder)!, main, .. arguments],
        NoVariables, Log(log));

    string Log(string name) => Path.Combine(_folder, name + ".log");
}
