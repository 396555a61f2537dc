using System.Runtime.InteropServices;

namespace Boom.Embedded.Servers;

/// <summary>
/// The broker inside librdkafka (its mock cluster): the real protocol on a free loopback port, records in memory. Each partition keeps its
/// last 5 MB, so whoever publishes must not run ahead of the consumer. It forgets everything when the process ends.
/// </summary>
public sealed class EmbeddedBroker : IDisposable
{
    /// <summary>Partitions of every topic, also of those that come into being by being asked for.</summary>
    public const int PartitionCount = 4;

    const int LogOnlyCritical = 2;

    readonly IntPtr _client, _cluster;
    int _disposed;

    EmbeddedBroker(IntPtr client, IntPtr cluster)
    {
        (_client, _cluster) = (client, cluster);
        BootstrapServers = Marshal.PtrToStringUTF8(RdKafkaMock.ClusterBootstraps(cluster))
            ?? throw new InvalidOperationException("The embedded broker gave no address.");
    }

    /// <summary>Address for Kafka clients.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a broker with no topics.</summary>
    /// <exception cref="InvalidOperationException">The native library refused.</exception>
    public static EmbeddedBroker Start()
    {
        var error = new byte[512];
        var configuration = RdKafkaMock.NewConfiguration();
        RdKafkaMock.Set(configuration, "log_level", LogOnlyCritical.ToString(System.Globalization.CultureInfo.InvariantCulture), error, error.Length);
        var client = RdKafkaMock.NewClient(RdKafkaMock.Producer, configuration, error, error.Length);
        if (client == IntPtr.Zero)
            throw new InvalidOperationException($"The embedded broker did not start: {TextOf(error)}");

        var cluster = RdKafkaMock.NewCluster(client, 1);
        if (cluster == IntPtr.Zero)
        {
            RdKafkaMock.DestroyClient(client);
            throw new InvalidOperationException("The embedded broker did not start: no loopback port could be had.");
        }

        RdKafkaMock.SetGroupInitialRebalanceDelay(cluster, 0);
        return new EmbeddedBroker(client, cluster);
    }

    /// <summary>Creates a topic of <see cref="PartitionCount"/> partitions; nothing happens when it is there.</summary>
    public void EnsureTopic(string topic) => RdKafkaMock.CreateTopic(_cluster, topic, PartitionCount, 1);

    /// <summary>
    /// Forgets the records of a partition before an offset. The mock cluster drops old records by itself when it holds more than 5 MB, but one that takes
    /// the place of all others it then takes for dropped as well.
    /// </summary>
    public void Forget(string topic, int partition, long beforeOffset)
    {
        if (beforeOffset > 0)
            _ = RdKafkaMock.DeleteRecords(_cluster, topic, partition, beforeOffset);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        RdKafkaMock.DestroyCluster(_cluster);
        RdKafkaMock.DestroyClient(_client);
    }

    static string TextOf(byte[] zeroTerminated) =>
        System.Text.Encoding.UTF8.GetString(zeroTerminated, 0, Math.Max(0, Array.IndexOf(zeroTerminated, (byte)0)));
}
