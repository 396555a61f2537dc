using Boom.Embedded.Plays;
using Boom.Simulation;
using Boom.Tests.Fakes;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

public sealed class FeedTests
{
    [Fact]
    public void SimulatedFeed_ReadFromTheMiddle_IsTheSameNight()
    {
        var feed = new SimulatedFeed(new SimulationOptions { Alerts = 8 });
        var whole = feed.Read(0).Select(packet => packet.ToArray()).ToList();

        var rest = feed.Read(5).Select(packet => packet.ToArray()).ToList();

        Assert.Equal(whole.Skip(5), rest);
        Assert.Empty(feed.Read(99));
    }

    [Fact]
    public void LoopedFeed_AnyStart_GoesRoundWithoutEnd()
    {
        var feed = new LoopedFeed(new MemoryFeed("m", 3));

        Assert.Equal([0, 1, 2, 0, 1], feed.Read(0).Take(5).Select(MemoryFeed.NumberOf));
        Assert.Equal([1, 2, 0], feed.Read(7).Take(3).Select(MemoryFeed.NumberOf));
    }

    [Fact]
    public void LoopedFeed_NothingInside_Ends() => Assert.Empty(new LoopedFeed(new MemoryFeed("m", 0)).Read(0));

    [Theory]
    [InlineData("simulation:seed=3;night=20260101;alerts=10", true)]
    [InlineData("loop:simulation:seed=3;night=20260101;alerts=10", true)]
    [InlineData("from:7:simulation:seed=3;night=20260101;alerts=10", true)]
    [InlineData("simulation:seed=x", false)]
    [InlineData("paths:[\"/no/such/file.avro\"]", false)]
    [InlineData("", false)]
    public void PlaySources_Text_IsOpenedAgainAsItWas(string source, bool opens)
    {
        var feed = PlaySources.Open(source);

        Assert.Equal(opens ? source : null, feed?.Source);
    }
}
