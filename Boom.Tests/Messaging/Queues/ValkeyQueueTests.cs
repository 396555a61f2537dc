using Boom.Core.Resilience;
using Boom.Embedded.Servers;
using Boom.Messaging.Queues;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Messaging.Queues;

public sealed class ValkeyQueueTests
{
    [Fact]
    public async Task Push_ServerIsGone_IsATransientFault()
    {
        var server = EmbeddedQueueServer.Start();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(
            $"{server.ConnectionString},abortConnect=false,asyncTimeout=500,syncTimeout=500,connectTimeout=500");
        var queue = new ValkeyQueue(connection, "gone", TimeProvider.System);
        server.Dispose();

        await Assert.ThrowsAsync<TransientFaultException>(async () => await queue.GetStatusAsync(CancellationToken.None));
    }
}
