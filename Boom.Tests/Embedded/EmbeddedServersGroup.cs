using Xunit;

namespace Boom.Tests.Embedded;

/// <summary>Tests that share one queue server and one broker; each uses topics and queues of its own.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedServersGroup : ICollectionFixture<EmbeddedServers>
{
    public const string Name = "embedded servers";
}
