using System.Runtime.InteropServices;

namespace Boom.Embedded.Servers;

/// <summary>The functions of librdkafka that run its mock cluster; Confluent.Kafka brings the library but does not offer them.</summary>
static class RdKafkaMock
{
    public const int Producer = 0;

    const string Library = "librdkafka";

    // The package has one build per C library and set of dependencies; the plain one wants libsasl2, which a bare machine lacks.
    static readonly string[] Builds = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    static RdKafkaMock() => NativeLibrary.SetDllImportResolver(typeof(RdKafkaMock).Assembly, (name, assembly, searchPath) =>
    {
        if (name != Library)
            return IntPtr.Zero;
        foreach (var build in Builds)
        {
            if (NativeLibrary.TryLoad(build, assembly, searchPath, out var handle))
                return handle;
        }

        return IntPtr.Zero;
    });

    [DllImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static extern IntPtr NewConfiguration();

    [DllImport(Library, EntryPoint = "rd_kafka_conf_set")]
    public static extern int Set(
        IntPtr configuration,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        byte[] error,
        nint errorSize);

    [DllImport(Library, EntryPoint = "rd_kafka_new")]
    public static extern IntPtr NewClient(int type, IntPtr configuration, byte[] error, nint errorSize);

    [DllImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static extern void DestroyClient(IntPtr client);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static extern IntPtr NewCluster(IntPtr client, int brokerCount);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static extern void DestroyCluster(IntPtr cluster);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static extern IntPtr ClusterBootstraps(IntPtr cluster);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_topic_create")]
    public static extern int CreateTopic(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitionCount, int replicationFactor);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_partition_delete_records")]
    public static extern int DeleteRecords(
        IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, long beforeOffset);

    [DllImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static extern void SetGroupInitialRebalanceDelay(IntPtr cluster, int delayMs);
}
