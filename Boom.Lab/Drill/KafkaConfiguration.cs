namespace Boom.Lab.Drill;

/// <summary>The settings of a Kafka of one node whose clients come through a proxy.</summary>
internal static class KafkaConfiguration
{
    /// <summary>A cluster identifier as Kafka wants it: 16 bytes in 22 letters.</summary>
    public const string ClusterId = "RtCGgkCX5KOVz_9GaZxzxA";

    /// <summary>
    /// Writes the file; answers its path. A broker that was killed and is started again waits for the end of its own session, nine seconds where nothing
    /// is said: time in which nothing comes in and nothing can go wrong.
    /// </summary>
    /// <param name="proxied">Port behind the proxy.</param>
    /// <param name="advertised">Port of the proxy, which clients are told.</param>
    /// <param name="direct">Port for who must not be disturbed.</param>
    public static string Write(string folder, int proxied, int advertised, int direct, int controller)
    {
        var path = Path.Combine(folder, "server.properties");
        File.WriteAllText(path, FormattableString.Invariant($"""
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:{controller}
            listeners=CLIENT://127.0.0.1:{proxied},DIRECT://127.0.0.1:{direct},CONTROLLER://127.0.0.1:{controller}
            advertised.listeners=CLIENT://127.0.0.1:{advertised},DIRECT://127.0.0.1:{direct}
            listener.security.protocol.map=CLIENT:PLAINTEXT,DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT
            controller.listener.names=CONTROLLER
            inter.broker.listener.name=DIRECT
            log.dirs={DataOf(folder)}
            log.index.size.max.bytes=1048576
            message.max.bytes=16777216
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=4
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=4
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=1000
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=500

            """));
        return path;
    }

    public static string DataOf(string folder) => Path.Combine(folder, "log");
}
