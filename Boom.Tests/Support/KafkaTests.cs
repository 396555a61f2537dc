using Boom.Tests.Embedded;
using Xunit;

namespace Boom.Tests.Support;

/// <summary>The tests that share one Kafka, and one queue server in this process.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaTests : ICollectionFixture<KafkaTestServer>, ICollectionFixture<EmbeddedServers>
{
    public const string Name = "Kafka";
}
