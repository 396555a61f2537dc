using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Boom.Core.Resilience;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Servers;

namespace Boom.Storage.Mongo;

/// <summary>
/// Why no server could be had. The driver tells each of these as a time-out; some pass by themselves, and some never do: certificates that are not
/// trusted, TLS on one side only, a replica set of another name, a name that does not exist.
/// </summary>
sealed class ClusterDiagnosis(MongoUrl url, TlsVerdict verdict, string name)
{
    const string Key = MongoStoreOptions.ConnectionKey;

    /// <summary>What never passes; or else the reason to be told of what does, null when nothing is known.</summary>
    public async Task<(PermanentFaultException? Permanent, string? Reason)> LookAsync(ClusterDescription cluster)
    {
        if (cluster.Servers.Count == 0)
            return url.Scheme == ConnectionStringScheme.MongoDBPlusSrv ? await LookUpNameAsync() : (OtherSet(url.ReplicaSetName), null);
        var faults = cluster.Servers.Where(server => server.HeartbeatException is not null).ToList();

        // One that can be reached says that certificates and protocols are right: what the others lack may pass.
        if (cluster.Servers.Any(server => server.Type != ServerType.Unknown))
            return (null, faults.Count > 0 ? ReasonOf(faults[0]) : "no primary among its servers");
        var isTlsAtFault = faults.Count == cluster.Servers.Count
            && faults.TrueForAll(server => MongoFaults.Find<AuthenticationException>(server.HeartbeatException) is not null);
        if (isTlsAtFault && verdict.Refusal is { } refusal)
            return (Untrusted(refusal), null);
        foreach (var server in cluster.Servers)
        {
            if (!IsOutOfReach(server) && await TlsProbe.FindMismatchAsync(server.EndPoint, url.UseTls) is { } mismatch)
                return (new PermanentFaultException($"{mismatch} The server is {name}."), null);
        }

        return isTlsAtFault
            ? (new PermanentFaultException($"No encrypted connection to the server {name} can be made ({ReasonOf(faults[0])}): correct its TLS settings, or those in {Key}."), null)
            : (null, faults.Count > 0 ? ReasonOf(faults[0]) : "no answer yet");
    }

    /// <summary>Whether there was no connection at all; one that was made and led to nothing may be of the wrong kind.</summary>
    static bool IsOutOfReach(ServerDescription server) => MongoFaults.Find<SocketException>(server.HeartbeatException)
        is { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.TimedOut) };

    async Task<(PermanentFaultException? Permanent, string? Reason)> LookUpNameAsync()
    {
        var (missing, reason) = await SrvName.LookUpAsync(url);
        return (missing is null ? null : new PermanentFaultException($"{missing}: correct the name in {Key}, or write mongodb://host:27017/boom."), reason);
    }

    PermanentFaultException? OtherSet(string? set) => set is null
        ? null
        : new($"No server of {name} is a member of a replica set of the name {set}: correct replicaSet in {Key} (rs.status().set on a server says its name), or leave it out.");

    PermanentFaultException Untrusted(string refusal) => new(
        $"The server {name} is not trusted: {refusal}. Give the certificate of its authority with AlertDb:CaFile, or with tlsCAFile in {Key}, or correct the host name.");

    static string ReasonOf(ServerDescription server)
        => $"{(server.EndPoint as DnsEndPoint)?.Host ?? server.EndPoint.ToString()}: {MongoFaults.Reason(server.HeartbeatException!)}";
}
