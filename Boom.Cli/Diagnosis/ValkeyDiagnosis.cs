using Boom.Core.Resilience;
using Boom.Messaging.Queues;
using StackExchange.Redis;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the queue server: whether it answers, and whether it is set up to keep what it is given.</summary>
internal static class ValkeyDiagnosis
{
    const int TimeoutMs = 5_000;

    public static async Task<IReadOnlyList<Finding>> RunAsync(string? valkey)
    {
        const string remedy = "start it, or unset ConnectionStrings__valkey to use the embedded one";
        if (valkey is null)
            return [Finding.Ok("valkey", "embedded (ConnectionStrings__valkey is not set)")];
        ConfigurationOptions? configuration = null;
        try
        {
            configuration = ConfigurationOptions.Parse(valkey);
            configuration.ConnectTimeout = TimeoutMs;
            await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            var latency = await connection.GetDatabase().PingAsync();
            var settings = await QueueServerSettings.ReadAsync(connection);
            return [Finding.Ok("valkey", FormattableString.Invariant($"{configuration.EndPoints[0]} answers in {latency.TotalMilliseconds:0.0} ms")), .. Judge(settings)];
        }
        catch (ArgumentException fault)
        {
            return [Finding.Fail("valkey", $"the connection string is malformed ({fault.Message})", "give host:port[,password=...]")];
        }
        catch (Exception fault) when (fault is RedisException or TransientFaultException or PermanentFaultException)
        {
            // The message of the client may quote the connection string; ours does not.
            var told = ValkeyFaults.Of(fault, "") ?? fault;
            if (fault is RedisConnectionException && told is not PermanentFaultException && await ValkeyProbe.FindReasonAsync(configuration!, TimeProvider.System) is { } reason)
                return [Finding.Fail("valkey", reason, "correct ConnectionStrings__valkey, or unset it to use the embedded one")];
            return [Finding.Fail("valkey", told.Message.TrimEnd('.'), told is PermanentFaultException ? "as it says" : remedy)];
        }
    }

    internal static IEnumerable<Finding> Judge(QueueServerSettings settings)
    {
        if (settings.Obstacle is { } obstacle)
            yield return Finding.Fail("valkey settings", obstacle, "as it says");
        else if (settings.EvictionPolicy is null)
            yield return Finding.Ok("valkey settings", "maxmemory-policy not checked: the server does not tell it; it must be noeviction");
        else if (settings.EvictionPolicy != "noeviction")
            yield return Finding.Warn("valkey settings", $"maxmemory-policy is {settings.EvictionPolicy}", "set it to noeviction: messages must not be dropped");
        if (settings.IsPersistent is null)
            yield return Finding.Ok("valkey persistence", "not checked: the server does not tell it");
        else if (settings.IsPersistent == false)
            yield return Finding.Warn("valkey persistence", "queues are lost with each restart, and their packets read again", "set appendonly yes");
    }
}
