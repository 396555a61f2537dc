using Boom.Tests.Embedded;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Contracts;

[Collection(EmbeddedServersGroup.Name)]
public sealed class LeasedQueueContractOnGarnet(EmbeddedServers servers) : LeasedQueueServerContract
{
    protected override IConnectionMultiplexer Connection => servers.Valkey;
}
