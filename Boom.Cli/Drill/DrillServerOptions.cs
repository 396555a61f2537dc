using Boom.Hosting;

namespace Boom.Cli.Drill;

/// <summary>Which servers a drill starts.</summary>
/// <param name="KafkaFolder">Installation of Apache Kafka 4 or newer: a folder with <c>libs</c> or <c>lib</c>.</param>
/// <param name="ValkeyProgram"><c>valkey-server</c>, <c>redis-server</c>, or a path of one.</param>
/// <param name="MongoCommand">Program and arguments that start MongoDB, with <c>{port}</c> and <c>{folder}</c>; null for a SQLite file instead.</param>
internal sealed record DrillServerOptions(string KafkaFolder, string ValkeyProgram, string? MongoCommand)
{
    /// <summary>MongoDB as installed from its packages.</summary>
    public const string Mongod = "mongod --port {port} --dbpath {folder} --bind_ip 127.0.0.1";

    /// <summary>Fills in what is not given from what is installed here.</summary>
    /// <exception cref="ExitException">Something needed is not installed.</exception>
    public static DrillServerOptions Resolve(string? kafka, string? valkey, string? mongo)
    {
        kafka ??= Environment.GetEnvironmentVariable("KAFKA_HOME");
        if (string.IsNullOrWhiteSpace(kafka))
            throw new ExitException(ExitCode.Usage, "--kafka is missing: give the folder of an Apache Kafka installation (4.0 or newer), or set KAFKA_HOME.");
        if (KafkaJars(kafka) is null)
            throw new ExitException(ExitCode.Usage, $"--kafka is {kafka}, where there is no libs/kafka-clients-*.jar: give the folder of an Apache Kafka installation.");
        if (!IsOnPath("java"))
            throw new ExitException(ExitCode.Missing, "Apache Kafka needs Java 17 or newer, and there is no java on the PATH.");
        valkey ??= IsOnPath("valkey-server") ? "valkey-server" : IsOnPath("redis-server") ? "redis-server" : null;
        if (valkey is null)
            throw new ExitException(ExitCode.Missing, "There is neither valkey-server nor redis-server on the PATH: install one, or name one with --valkey.");
        return new DrillServerOptions(kafka, valkey, mongo ?? (IsOnPath("mongod") ? Mongod : null));
    }

    /// <summary>The class path of a Kafka installation; null when it is none.</summary>
    public static string? KafkaJars(string folder) =>
        new[] { "libs", "lib" }.Select(name => Path.Combine(folder, name))
            .FirstOrDefault(path => Directory.Exists(path) && Directory.EnumerateFiles(path, "kafka-clients-*.jar").Any()) is { } jars
            ? Path.Combine(jars, "*")
            : null;

    static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
