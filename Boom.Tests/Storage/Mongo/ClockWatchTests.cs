using Boom.Core.Resilience;
using Boom.Storage.Mongo;
using Boom.Tests.Support;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>A machine's clock that is set back does not keep a program from its store: the driver waits for a time of that clock.</summary>
public sealed class ClockWatchTests
{
    readonly ShiftedTime _time = new(TimeSpan.Zero);

    [Theory]
    [InlineData(0, -600, true)]
    [InlineData(600, 0, true)]
    [InlineData(0, 600, false)]
    [InlineData(0, -2, false)]
    [InlineData(0, 0, false)]
    public void TakeSetBack_ClockWasSet_TellsOnceWhenItWentBack(int firstSeconds, int thenSeconds, bool expected)
    {
        var watch = new ClockWatch(_time);
        _time.Offset = TimeSpan.FromSeconds(firstSeconds);
        watch.Look();
        _time.Offset = TimeSpan.FromSeconds(thenSeconds);

        Assert.Equal(expected, watch.TakeSetBack());
        Assert.False(watch.TakeSetBack());
    }

    [Fact]
    public void TakeSetBack_NobodyHasLooked_TellsNothing() => Assert.False(new ClockWatch(_time).TakeSetBack());

    [Theory]
    [InlineData(-10, true)]
    [InlineData(10, false)]
    public async Task RunAsync_NoServerInTimeAfterTheClockWasSet_AnotherClientIsTaken(int minutes, bool isRenewed)
    {
        var told = new List<string>();
        var options = new MongoStoreOptions
        {
            ConnectionString = "mongodb://127.0.0.1:9/boom", ServerSelectionTimeout = TimeSpan.FromMilliseconds(100), Notify = told.Add,
        };
        using var server = new MongoServer(options, new MongoClient(options.ToClientSettings()), ownsClient: true, _time);
        var (first, cluster) = (server.Client, server.Client.Cluster);
        await Assert.ThrowsAsync<TransientFaultException>(() => CountAsync(server));
        Assert.Same(first, server.Client);

        _time.Offset = TimeSpan.FromMinutes(minutes);
        await Assert.ThrowsAsync<TransientFaultException>(() => CountAsync(server));

        Assert.Equal(isRenewed, !ReferenceEquals(first, server.Client));
        Assert.Equal(isRenewed, !ReferenceEquals(cluster, server.Client.Cluster));
        Assert.Equal(isRenewed ? 1 : 0, told.Count);
        await Assert.ThrowsAsync<TransientFaultException>(() => CountAsync(server));
    }

    static Task<long> CountAsync(MongoServer server) =>
        server.EstimateAsync(server.Collection("ledger"), TestContext.Current.CancellationToken);
}
