using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>Which faults of the queue server pass by themselves.</summary>
static class ValkeyFaults
{
    // Replies of a server that starts, fails over, is busy or is out of memory for the moment.
    static readonly string[] PassingReplies =
        ["LOADING", "BUSY", "OOM", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "NOREPLICAS", "NOSCRIPT"];

    public static bool IsTransient(Exception fault) => fault switch
    {
        RedisConnectionException or RedisTimeoutException or TimeoutException or ObjectDisposedException => true,
        RedisServerException => StartsWithAny(fault.Message),
        _ => false,
    };

    static bool StartsWithAny(string message)
    {
        foreach (var reply in PassingReplies)
        {
            if (message.StartsWith(reply, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
