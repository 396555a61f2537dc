using System.Security.Authentication;
using System.Text.RegularExpressions;
using Boom.Core.Resilience;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <summary>What faults of the queue server mean: which pass by themselves, which need somebody to act, and why.</summary>
public static partial class ValkeyFaults
{
    // The first that a fault or what it wraps names. Codes as the servers write them: https://valkey.io/topics/protocol/ and src/server.c.
    static readonly (string Code, bool IsPermanent, string Reason)[] Known =
    [
        ("LOADING", false, "is loading its data"),
        ("MASTERDOWN", false, "is a replica that has lost its primary"),
        ("READONLY", false, "is a replica that takes no writes, as while another takes over; if it stays so, name the primary in ConnectionStrings__valkey"),
        ("OOM ", false, "is out of memory: raise its maxmemory, or let the workers catch up"),
        ("MISCONF", false, "cannot write to its disk and takes no writes: make room there"),
        ("NOREPLICAS", false, "has fewer replicas than it wants and takes no writes"),
        ("CLUSTERDOWN", false, "is a cluster that is down"),
        ("BUSY ", false, "is busy with a script"),
        ("max number of clients reached", false, "has as many connections as it takes: raise its maxclients"),
        ("WRONGPASS", true, SignIn),
        ("NOAUTH", true, SignIn),
        ("invalid password", true, SignIn),
        ("AUTH <password> called without any password configured", true, SignIn),
        ("NOPERM", true, Rights),
        ("can't run this command", true, Rights),
        ("can't access at least one of the keys", true, Rights),
        ("DENIED", true, "runs in protected mode and takes no connection from here: give it a password, or set protected-mode no"),
        ("WRONGTYPE", true, "has a key of this queue that is of another type: something else writes to the keys that begin with its name in braces; delete them, or use another server"),
        ("unknown command", true, TooOld),
        ("Unknown Redis command", true, TooOld),
    ];

    static readonly string[] PassingReplies = ["BUSY", "TRYAGAIN", "MOVED", "ASK", "NOSCRIPT", "UNKILLABLE"];

    const string SignIn = "refuses the sign-in: set user=… and password=… in ConnectionStrings__valkey to what it expects";
    const string Rights = "does not let this user do what a queue needs: grant it all commands but the dangerous ones, keys and channels, as ~* &* +@all -@dangerous +info";
    const string TooOld = "is too old: Boom needs Valkey 7.2 or later, or Redis 7 or later";

    /// <summary>
    /// A fault of a call as one that passes (<see cref="TransientFaultException"/>) or one that stays until somebody acts (<see cref="PermanentFaultException"/>);
    /// null when it is neither, but a fault of the caller. A connection that is lost in the middle of a reply comes out of the client as anything at
    /// all, so what is not known to be our own fault is the network's: cancelled tasks too, as no call is given a token.
    /// </summary>
    /// <param name="fault">As caught.</param>
    /// <param name="what">What was asked, e.g. <c>queue ZTF_alerts_packets_queue</c>; empty for nothing in particular.</param>
    public static Exception? Of(Exception fault, string what)
    {
        if (fault is ArgumentException or NotSupportedException or TransientFaultException or PermanentFaultException)
            return null;
        var asked = what.Length == 0 ? "" : $" ({what})";
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            foreach (var (code, isPermanent, reason) in Known)
            {
                if (!Says(inner, code))
                    continue;
                var sentence = $"The queue server{asked} {reason}.";
                return isPermanent ? new PermanentFaultException(sentence, fault) : new TransientFaultException(sentence, fault);
            }

            if (inner is AuthenticationException && inner.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase))
                return new PermanentFaultException($"The certificate of the queue server{asked} is not trusted: have its authority trusted on this machine.", fault);
        }

        if (fault is RedisServerException && !IsPassing(fault.Message))
            return new PermanentFaultException($"The queue server{asked} refuses a call: {Plain(fault.Message)}.", fault);
        return new TransientFaultException($"The queue server does not answer{asked}.", fault);
    }

    /// <summary>A reply without the whereabouts in a script, which say nothing to a person.</summary>
    internal static string Plain(string reply) => Whereabouts().Replace(reply, "").Trim().TrimEnd('.', ',');

    // Only a server's own words count: addresses and names of keys are in the messages of the client.
    static bool Says(Exception fault, string code) =>
        fault is RedisServerException or { InnerException: null } and not (RedisTimeoutException or TimeoutException)
        && fault.Message.Contains(code, StringComparison.Ordinal);

    static bool IsPassing(string message) => Array.Exists(PassingReplies, reply => message.StartsWith(reply, StringComparison.Ordinal));

    [GeneratedRegex(@"\s*script: [0-9a-f]{40}, on @?user_script:\d+\.?|@?user_script:\s?\d+:\s*|^ERR\s+")]
    private static partial Regex Whereabouts();
}
