using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>Which faults of the queue server pass by themselves.</summary>
static class ValkeyFaults
{
    // Replies of a server that starts, fails over, is busy or is out of memory for the moment.
    static readonly string[] PassingReplies =
        ["LOADING", "BUSY", "OOM", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "NOREPLICAS", "NOSCRIPT"];

    /// <summary>
    /// Whether waiting helps. A connection that is lost in the middle of a reply comes out of the client as anything at all, so what is not
    /// known to be our own fault is the network's: cancelled tasks too, as no call is given a token.
    /// </summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        RedisServerException => StartsWithAny(fault.Message),
        ArgumentException or NotSupportedException => false,
        _ => true,
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
