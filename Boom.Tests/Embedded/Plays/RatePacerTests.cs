using Boom.Core.Plays;
using Boom.Embedded.Plays;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

public sealed class RatePacerTests
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task WaitAsync_PacedFeed_WaitsForTheTimeOfThePacket()
    {
        var pacer = new RatePacer(new PlayPlan(new VisitFeed(), "topic", null) { IsPaced = true }, _time);
        await pacer.WaitAsync(10, CancellationToken.None);
        await pacer.WaitAsync(19, CancellationToken.None);
        var next = pacer.WaitAsync(20, CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(38));
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WaitAsync_FeedThatIsNotPaced_DoesNotWait()
    {
        var pacer = new RatePacer(new PlayPlan(new VisitFeed(), "topic", null), _time);

        await pacer.WaitAsync(0, CancellationToken.None);
        var later = pacer.WaitAsync(1000, CancellationToken.None);

        Assert.True(later.IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_RateBelowThePace_HoldsToTheRate()
    {
        var pacer = new RatePacer(new PlayPlan(new VisitFeed(), "topic", 0.01) { IsPaced = true }, _time);
        await pacer.WaitAsync(0, CancellationToken.None);
        var second = pacer.WaitAsync(10, CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromSeconds(99));

        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await second.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    /// <summary>Ten packets every 39 seconds.</summary>
    sealed class VisitFeed : IPacketFeed
    {
        public string Source => "visits";

        public long? Count => null;

        public IReadOnlyList<string> Problems => [];

        public TimeSpan? SentAfter(long number) => number / 10 * TimeSpan.FromSeconds(39);

        public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => [];
    }
}
