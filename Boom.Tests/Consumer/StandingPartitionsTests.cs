using Boom.Consumer;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class StandingPartitionsTests
{
    static readonly TopicPartition Place = new("ztf_20260101_programid1", 3);

    readonly FakeTimeProvider _time = new();
    readonly StandingPartitions _standing;

    public StandingPartitionsTests() => _standing = new StandingPartitions(_time);

    [Theory]
    [InlineData(true, 20)]
    [InlineData(false, 60)]
    public void MustAsk_NothingIsToldOfAPartition_OnceWhenItHasStoodForLong(bool isSilent, int seconds)
    {
        Assert.False(_standing.MustAsk(Place, 7, isSilent));
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(_standing.MustAsk(Place, 7, isSilent));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(_standing.MustAsk(Place, 7, isSilent));
        Assert.False(_standing.MustAsk(Place, 7, isSilent));
    }

    [Fact]
    public void MustAsk_PacketsCome_Never()
    {
        for (var offset = 0; offset < 10; offset++)
        {
            Assert.False(_standing.MustAsk(Place, offset, isSilent: false));
            _time.Advance(StandingPartitions.LongestRest);
        }
    }

    [Fact]
    public void MustAsk_NothingWasReadMeanwhile_TimeBeginsAnew()
    {
        _standing.MustAsk(Place, 7, isSilent: true);
        _time.Advance(StandingPartitions.LongestRest);
        _standing.Clear();

        Assert.False(_standing.MustAsk(Place, 7, isSilent: true));
    }

    [Fact]
    public void MustAsk_PartitionIsNotRead_Never()
    {
        _standing.MustAsk(Place, 7, isSilent: true);
        _time.Advance(StandingPartitions.LongestRest);

        Assert.False(_standing.MustAsk(Place, null, isSilent: true));
    }
}
