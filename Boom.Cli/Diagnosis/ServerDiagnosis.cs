using System.Net;
using System.Net.Sockets;
using Boom.Core.Resilience;
using Boom.Embedded;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Boom.Storage;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the servers: which are embedded, and whether those that are named answer.</summary>
internal static class ServerDiagnosis
{
    /// <summary>A finding for the ports and for each server; only for the ports when the environment does not say how to sign in.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var servers = ServerSettings.FromEnvironment();
            return [CheckPorts(), CheckKafka(servers), .. await ValkeyDiagnosis.RunAsync(servers.Valkey), await CheckAlertDbAsync(servers.AlertDb, cancellationToken)];
        }
        catch (ConfigurationFaultException)
        {
            // What is wrong is said with the options.
            return [CheckPorts()];
        }
    }

    static Finding CheckPorts()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return Finding.Ok("ports", "embedded servers take free ports of 127.0.0.1");
        }
        catch (SocketException fault)
        {
            return Finding.Fail("ports", $"no port of 127.0.0.1 can be had ({fault.Message})", "allow this user to listen on the loopback address");
        }
    }

    static Finding CheckKafka(ServerSettings servers)
    {
        if (servers.Kafka is not { } kafka)
            return Finding.Ok("kafka", "embedded (ConnectionStrings__kafka is not set)");
        try
        {
            using var admin = new KafkaAdmin(kafka, servers.Security);
            return Finding.Ok("kafka", $"{kafka} answers, {admin.ListTopics().Count} topics");
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException)
        {
            return Unusable("kafka", fault, "start it, or unset ConnectionStrings__kafka to use the embedded one");
        }
    }

    static async Task<Finding> CheckAlertDbAsync(string? alertDb, CancellationToken cancellationToken)
    {
        if (alertDb is null)
            return Finding.Ok("alertdb", "SQLite in the data folder (ConnectionStrings__alertdb is not set)");
        try
        {
            var connection = StoreConnection.Parse(alertDb);
            if (connection.MongoUrl is not { } url)
                return Finding.Ok("alertdb", $"the SQLite file {connection.SqliteFile}");
            using var store = StoreSession.Mongo(url);
            await store.FindAlertsAsync(default, [0], cancellationToken);
            return Finding.Ok("alertdb", $"{store.Name} answers");
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException)
        {
            return Unusable("alertdb", fault, "start it, or unset ConnectionStrings__alertdb to use SQLite in the data folder");
        }
    }

    static Finding Unusable(string subject, Exception fault, string remedy) =>
        Finding.Fail(subject, fault.Message.TrimEnd('.'), fault is PermanentFaultException ? "as it says" : remedy);
}
