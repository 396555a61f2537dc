using System.Globalization;
using Boom.Cli.Hosting;
using StackExchange.Redis;

namespace Boom.Cli.Drill;

/// <summary>The servers of a drill, each behind its proxy, with their data in one folder.</summary>
internal sealed class DrillServers : IAsyncDisposable
{
    /// <summary>Name of Kafka.</summary>
    public const string KafkaName = "kafka";

    /// <summary>Name of Valkey.</summary>
    public const string ValkeyName = "valkey";

    /// <summary>Name of MongoDB.</summary>
    public const string MongoName = "mongodb";

    static readonly Dictionary<string, string?> NoVariables = [];

    readonly DrillServerOptions _options;
    readonly string _folder;
    readonly TimeProvider _time;
    string _mongoFolder = "";

    DrillServers(DrillServerOptions options, string folder, TimeProvider time)
    {
        _options = options;
        _folder = folder;
        _time = time;
        var ports = FreePorts.Take(6);
        (KafkaDirectPort, var controller) = (ports[4], ports[5]);
        Kafka = Create(KafkaName, ports[0], StartKafka);
        Valkey = Create(ValkeyName, ports[1], StartValkey);
        MongoDb = options.MongoCommand is null ? null : Create(MongoName, ports[2], StartMongo);
        Directory.CreateDirectory(KafkaFolder);
        KafkaConfiguration.Write(KafkaFolder, Kafka.Port, Kafka.Proxy.Port, KafkaDirectPort, controller);
    }

    /// <summary>Apache Kafka.</summary>
    public DrillServer Kafka { get; }

    /// <summary>Valkey or Redis, without persistence: when it dies, all it held is lost.</summary>
    public DrillServer Valkey { get; }

    /// <summary>MongoDB; null when the store is a SQLite file.</summary>
    public DrillServer? MongoDb { get; }

    /// <summary>Names of all that run.</summary>
    public IReadOnlyList<string> Names => MongoDb is null ? [KafkaName, ValkeyName] : [KafkaName, ValkeyName, MongoName];

    /// <summary>A way to Kafka that no fault is put into, for what publishes and counts.</summary>
    public string KafkaDirect => Address(KafkaDirectPort);

    int KafkaDirectPort { get; }

    string KafkaFolder => Path.Combine(_folder, "kafka");

    /// <summary>Starts them all.</summary>
    /// <exception cref="CliException">One does not start.</exception>
    public static async Task<DrillServers> StartAsync(DrillServerOptions options, string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var servers = new DrillServers(options, folder, time);
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
    /// <param name="cancellationToken">Ends the waits.</param>
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

    /// <summary>The server of a name.</summary>
    public DrillServer Of(string name) => name switch
    {
        KafkaName => Kafka,
        ValkeyName => Valkey,
        _ => MongoDb ?? throw new ArgumentException($"There is no {name}.", nameof(name)),
    };

    /// <summary>Empties Valkey; nothing happens when it is away, as it then is empty anyway.</summary>
    public Task FlushValkeyAsync() => CommandValkeyAsync(server => server.FlushAllDatabasesAsync());

    /// <summary>Valkey forgets its scripts.</summary>
    public Task ForgetScriptsAsync() => CommandValkeyAsync(server => server.ScriptFlushAsync());

    /// <summary>Connection string of a database for the programs: they are not to wait long for what will not come.</summary>
    public static string Database(string name, int port) => DirectDatabase(name, port) + "&serverSelectionTimeoutMS=1500&connectTimeoutMS=1500&socketTimeoutMS=4000";

    /// <summary>Connection string of a database for who has time.</summary>
    public static string DirectDatabase(string name, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"mongodb://127.0.0.1:{port}/{name}?directConnection=true");

    /// <summary>A port of this machine.</summary>
    public static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Kafka.DisposeAsync();
        await Valkey.DisposeAsync();
        if (MongoDb is not null)
            await MongoDb.DisposeAsync();
    }

    async Task CommandValkeyAsync(Func<IServer, Task> command)
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(Address(Valkey.Port) + ",allowAdmin=true");
            await command(connection.GetServers()[0]);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            // Away, or standing still: another fault has it.
        }
    }

    DrillServer Create(string name, int port, Func<ChildProcess> start) => new(name, port, FaultProxy.Start(port, _time), _time, start);

    async Task FormatKafkaAsync(CancellationToken cancellationToken)
    {
        await using var format = Java(
            "kafka format", "kafka-format", "kafka.tools.StorageTool", "format", "-t", KafkaConfiguration.ClusterId(1), "-c",
            Path.Combine(KafkaFolder, "server.properties"));
        if (!await format.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken) || format.ExitCode != 0)
            throw new CliException(ExitCode.Missing, $"Kafka cannot be set up: {format.Tail()}");
    }

    ChildProcess StartKafka() => Java("kafka", "kafka", "kafka.Kafka", Path.Combine(KafkaFolder, "server.properties"));

    ChildProcess StartValkey() => ChildProcess.Start(
        "valkey",
        _options.ValkeyProgram,
        ["--port", Valkey.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder],
        NoVariables,
        Log("valkey"));

    ChildProcess StartMongo()
    {
        var words = _options.MongoCommand!
            .Replace("{port}", MongoDb!.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{folder}", _mongoFolder, StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ChildProcess.Start("mongodb", words[0], words[1..], NoVariables, Log("mongodb"));
    }

    ChildProcess Java(string name, string log, string main, params string[] arguments) => ChildProcess.Start(
        name,
        "java",
        ["-Xmx384m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", DrillServerOptions.KafkaJars(_options.KafkaFolder)!, main, .. arguments],
        NoVariables,
        Log(log));

    string Log(string name) => Path.Combine(_folder, name + ".log");
}
