using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Contracts;

public sealed class LeasedQueueContractOnValkey : LeasedQueueContract, IAsyncLifetime
{
    IConnectionMultiplexer? _connection;

    protected override IConnectionMultiplexer Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        var address = Environment.GetEnvironmentVariable("ConnectionStrings__valkey");
        Assert.SkipWhen(string.IsNullOrEmpty(address), "Set ConnectionStrings__valkey to the address of a Valkey or Redis server to run this.");
        _connection = await ConnectionMultiplexer.ConnectAsync(address!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }
}
