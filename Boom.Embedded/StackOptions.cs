using Boom.Messaging.Kafka;

namespace Boom.Embedded;

/// <summary>What a run is to use.</summary>
/// <param name="DataPath">Data folder.</param>
/// <param name="KafkaConnection">Connection string <c>kafka</c>: bootstrap servers; null for the embedded broker.</param>
/// <param name="ValkeyConnection">Connection string <c>valkey</c>, as StackExchange.Redis takes it; null for the embedded queue server.</param>
public sealed record StackOptions(string DataPath, string? KafkaConnection, string? ValkeyConnection)
{
    /// <summary>How to sign in at the brokers that <see cref="KafkaConnection"/> names.</summary>
    public KafkaSecurity KafkaSecurity { get; init; } = new();
}
