using Boom.Core.Plays;
using Boom.Embedded.Plays;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

[Collection(EmbeddedServersGroup.Name)]
public sealed class PartitionPacersTests(EmbeddedServers servers)
{
    const string Topic = "paced";
    const int Bytes = 1_000_000;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_APlayFollowsARecovery_WhatTheOneHasPublishedHoldsTheOtherBack()
    {
        var progress = new ConsumerProgress();
        var pacers = new PartitionPacers(servers.Broker, progress);
        var recovery = pacers.Of(Topic, 1, [0]);
        for (var offset = 0; offset < 3; offset++)
        {
            await recovery.WaitAsync(0, offset, Bytes, Token);
            recovery.Published(0, offset, Bytes);
        }

        var play = pacers.Of(Topic, 1, [0]).WaitAsync(0, 3, Bytes, Token).AsTask();
        var waits = !play.IsCompleted;
        progress.Advance(Topic, 0, 1);
        await play;

        Assert.True(waits);
        Assert.Null(pacers.WaitsFor);
    }
}
