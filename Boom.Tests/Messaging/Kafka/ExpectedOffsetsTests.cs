using Boom.Core.Store;
using Boom.Messaging.Kafka;
using Confluent.Kafka;
using Xunit;

namespace Boom.Tests.Messaging.Kafka;

public sealed class ExpectedOffsetsTests
{
    static readonly TopicPartition Place = new("t", 3);

    readonly ExpectedOffsets _positions = new();

    public ExpectedOffsetsTests() => _positions.Start(Place, 10);

    static LedgerSpan Span(long first, long last, PacketOutcome outcome) => new("t", 3, new LedgerRange(first, last, outcome));

    [Fact]
    public void Reach_NextRecord_SkipsNothing()
    {
        _positions.Reach(Place, 10, isEnd: false, low: 0);
        _positions.Reach(Place, 11, isEnd: true, low: 0);

        Assert.Empty(_positions.TakeSkipped());
    }

    [Fact]
    public void Reach_Jump_IsAbsent()
    {
        _positions.Reach(Place, 14, isEnd: false, low: 0);

        Assert.Equal([Span(10, 13, PacketOutcome.Absent)], _positions.TakeSkipped());
        Assert.Empty(_positions.TakeSkipped());
    }

    [Fact]
    public void Reach_EndBehindMarkers_IsAbsent()
    {
        _positions.Reach(Place, 10, isEnd: false, low: 0);
        _positions.Reach(Place, 13, isEnd: true, low: 0);

        Assert.Equal([Span(11, 12, PacketOutcome.Absent)], _positions.TakeSkipped());
    }

    [Fact]
    public void Reach_JumpOverWhatTheBrokerDeleted_IsExpiredUpToItsBeginning()
    {
        _positions.Reach(Place, 100, isEnd: false, low: 95);

        Assert.Equal([Span(10, 94, PacketOutcome.Expired), Span(95, 99, PacketOutcome.Absent)], _positions.TakeSkipped());
    }

    [Fact]
    public void Reach_BeforeTheExpected_IsSetBack()
    {
        _positions.Reach(Place, 0, isEnd: false, low: 0);

        Assert.Equal([Place], _positions.TakeBack());
        Assert.Empty(_positions.TakeBack());
        Assert.Empty(_positions.TakeSkipped());
    }
}
