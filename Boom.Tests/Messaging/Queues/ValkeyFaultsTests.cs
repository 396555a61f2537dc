using Boom.Messaging.Queues;
using StackExchange.Redis;
using Xunit;

namespace Boom.Tests.Messaging.Queues;

public sealed class ValkeyFaultsTests
{
    [Fact]
    public void IsTransient_WhatALostConnectionThrows_IsWaitedFor() => Assert.All(
        new Exception[]
        {
            new RedisConnectionException(ConnectionFailureType.SocketClosed, "closed"),
            new RedisTimeoutException("late", CommandStatus.Sent),
            new InvalidOperationException("Reading is not allowed after reader was completed."),
            new ObjectDisposedException("connection"),
            new IOException("reset"),
            new TaskCanceledException(),
        },
        fault => Assert.True(ValkeyFaults.IsTransient(fault), fault.GetType().Name));

    [Theory]
    [InlineData("LOADING Redis is loading the dataset in memory", true)]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'", true)]
    [InlineData("NOSCRIPT No matching script", true)]
    [InlineData("ERR user_script:3: attempt to index a nil value", false)]
    [InlineData("NOAUTH Authentication required.", false)]
    public void IsTransient_RepliesOfTheServer_AreToldApart(string reply, bool transient) =>
        Assert.Equal(transient, ValkeyFaults.IsTransient(new RedisServerException(reply)));
}
