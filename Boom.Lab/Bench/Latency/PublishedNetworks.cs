namespace Boom.Lab.Bench.Latency;

/// <summary>Networks that the reference runs.</summary>
internal static class PublishedNetworks
{
    /// <summary>Their keys.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["acai_h", "acai_n", "acai_v", "acai_o", "acai_b", "btsbot"];
}
