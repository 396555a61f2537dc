using Boom.Tests.Support;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Contracts;

public sealed class LeasedQueueContractOnValkey(ValkeyTestServer server) : LeasedQueueServerContract, IClassFixture<ValkeyTestServer>
{
    protected override IConnectionMultiplexer Connection => server.Require();
}
