using System.Globalization;
using Boom.Core.Resilience;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>How a queue server is set up, as far as it matters to queues; what it does not say, or not to this user, is null.</summary>
/// <param name="Version">The version of Redis that it has or stands for.</param>
/// <param name="MaxMemoryBytes">Memory that it may use; 0 for all there is.</param>
/// <param name="EvictionPolicy">What it does when that is full.</param>
/// <param name="IsPersistent">Whether it keeps its data over a restart, by an append-only file or snapshots.</param>
public sealed record QueueServerSettings(Version? Version, long? MaxMemoryBytes, string? EvictionPolicy, bool? IsPersistent)
{
    static readonly Version Oldest = new(7, 0);

    bool Evicts => MaxMemoryBytes != 0 && EvictionPolicy?.StartsWith("allkeys-", StringComparison.Ordinal) == true;

    /// <summary>Why no queue can be on such a server, and the remedy; null when one can.</summary>
    public string? Obstacle =>
        Version is not null && Version < Oldest
            ? $"The queue server is too old (version {Version}): Boom needs Valkey 7.2 or later, or Redis 7 or later."
        : Evicts
            ? $"The queue server drops messages when it is full (maxmemory-policy {EvictionPolicy}): set maxmemory-policy noeviction, in its configuration and with CONFIG SET."
        : null;

    /// <summary>Asks the server.</summary>
    /// <exception cref="TransientFaultException">It is away.</exception>
    /// <exception cref="PermanentFaultException">It refuses us.</exception>
    public static async Task<QueueServerSettings> ReadAsync(IConnectionMultiplexer connection)
    {
        var database = connection.GetDatabase();
        try
        {
            var server = await InfoAsync(database, "server");
            var memory = await InfoAsync(database, "memory");
            return new QueueServerSettings(
                System.Version.TryParse(server.GetValueOrDefault("redis_version"), out var version) ? version : null,
                long.TryParse(memory.GetValueOrDefault("maxmemory"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null,
                memory.GetValueOrDefault("maxmemory_policy"),
                (await InfoAsync(database, "persistence")).GetValueOrDefault("aof_enabled") switch
                {
                    "1" => true,
                    "0" => await HasSnapshotsAsync(database),
                    _ => null,
                });
        }
        catch (Exception fault) when (ValkeyFaults.Of(fault, "") is { } told)
        {
            throw told;
        }
    }

    /// <summary>Asks the server, and refuses one that a queue cannot be on.</summary>
    /// <exception cref="TransientFaultException">It is away.</exception>
    /// <exception cref="PermanentFaultException">It refuses us, is too old, or drops messages when it is full.</exception>
    public static async Task RequireAsync(IConnectionMultiplexer connection)
    {
        if ((await ReadAsync(connection)).Obstacle is { } obstacle)
            throw new PermanentFaultException(obstacle);
    }

    static async Task<Dictionary<string, string>> InfoAsync(IDatabaseAsync database, string section)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await AskAsync(database, "INFO", section) is not { } answer)
            return values;
        foreach (var line in ((string?)answer ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var end)
                values[line[..end]] = line[(end + 1)..];
        }

        return values;
    }

    static async Task<bool?> HasSnapshotsAsync(IDatabaseAsync database) =>
        await AskAsync(database, "CONFIG", "GET", "save") is { Length: 2 } answer ? !string.IsNullOrEmpty((string?)answer[1]) : null;

    // Servers that somebody else runs often forbid these commands.
    static async Task<RedisResult?> AskAsync(IDatabaseAsync database, string command, params object[] arguments)
    {
        try
        {
            return await database.ExecuteAsync(command, arguments);
        }
        catch (RedisServerException fault) when (ValkeyFaults.Of(fault, "") is PermanentFaultException && !fault.Message.Contains("NOAUTH", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
