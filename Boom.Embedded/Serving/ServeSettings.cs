using Boom.Embedded.Readers;

namespace Boom.Embedded.Serving;

/// <summary>What <c>boom serve</c> offers, and where.</summary>
/// <param name="DataFolder">Data folder: the store, unless one is named, and what was played.</param>
/// <param name="Parts">Which of <see cref="Kafka"/>, <see cref="Valkey"/> and <see cref="AlertDb"/>.</param>
/// <param name="KafkaPort">Port of the broker on the loopback address; 0 for any.</param>
/// <param name="ValkeyPort">Port of the queue server on the loopback address; 0 for any.</param>
public sealed record ServeSettings(string DataFolder, IReadOnlySet<string> Parts, int KafkaPort, int ValkeyPort)
{
    /// <summary>Who may read the broker's streams by signing in; default nobody.</summary>
    public ReadersOptions Readers { get; init; } = new();

    /// <summary>The broker.</summary>
    public const string Kafka = "kafka";

    /// <summary>The queue server.</summary>
    public const string Valkey = "valkey";

    /// <summary>The store.</summary>
    public const string AlertDb = "alertdb";

    /// <summary>All parts, by the names of their connection strings.</summary>
    public static readonly IReadOnlyList<string> All = [Kafka, Valkey, AlertDb];
}
