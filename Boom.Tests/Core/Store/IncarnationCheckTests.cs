using Boom.Core.Alerts;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Core.Store;

public sealed class IncarnationCheckTests
{
    static readonly PacketMark Mark = new(399, 1_000, 77);

    static LedgerPartition Known(string name = "t", string? topicId = "a", PacketMark? last = null) =>
        new(name, 0, [new(0, 399, PacketOutcome.Stored)], topicId, last ?? Mark);

    [Fact]
    public void Judge_SameIdAndSamePacket_IsSame() =>
        Assert.Equal(IncarnationVerdict.Same, IncarnationCheck.Judge(Known(), "a", 500, Mark));

    [Fact]
    public void Judge_OtherTopicId_IsMadeAnewWhateverItHolds() =>
        Assert.Equal(IncarnationVerdict.TopicMadeAnew, IncarnationCheck.Judge(Known(), "b", 500, Mark));

    [Fact]
    public void Judge_EndsBeforeTheLastAccountedOffset_HasLostItsEnd() =>
        Assert.Equal(IncarnationVerdict.EndLost, IncarnationCheck.Judge(Known(), "a", 399, null));

    [Theory]
    [InlineData(1_001, 77)]
    [InlineData(1_000, 78)]
    public void Judge_OtherPacketAtTheMark_IsAnother(long timestampMs, ulong fingerprint) =>
        Assert.Equal(
            IncarnationVerdict.OtherPacket, IncarnationCheck.Judge(Known(), "a", 500, new PacketMark(399, timestampMs, fingerprint)));

    [Theory]
    [InlineData(null, "a")]
    [InlineData("", "a")]
    [InlineData("a", null)]
    public void Judge_BrokerOrLedgerWithoutTopicId_GoesByPackets(string? known, string? told)
    {
        Assert.Equal(IncarnationVerdict.Same, IncarnationCheck.Judge(Known(topicId: known), told, 400, Mark));
        Assert.Equal(IncarnationVerdict.OtherPacket, IncarnationCheck.Judge(Known(topicId: known), told, 400, Mark with { Fingerprint = 1 }));
    }

    [Fact]
    public void Judge_PacketAtTheMarkIsGone_IsSame() => Assert.Equal(IncarnationVerdict.Same, IncarnationCheck.Judge(Known(), "a", 400, null));

    [Fact]
    public void Latest_IncarnationBegunWithoutAnId_IsGoneOnWith()
    {
        var first = new LedgerPartition("t", 0, []) { TopicId = "a" };
        var second = new LedgerPartition("t~2", 0, []) { TopicId = "" };

        Assert.Equal(second, IncarnationCheck.Latest([second, first], "a"));
        Assert.Equal(second, IncarnationCheck.Latest([first, second], null));
    }

    [Fact]
    public void Latest_IdOfAnEarlierIncarnation_GoesOnWithThat()
    {
        LedgerPartition[] known = [Known("t", "a"), Known("t~2", "b"), Known("t~10", "c")];

        Assert.Equal("t~2", IncarnationCheck.Latest(known, "b")?.Topic);
        Assert.Equal("t~10", IncarnationCheck.Latest(known, "d")?.Topic);
        Assert.Equal("t~11", IncarnationCheck.NextName("t", known));
    }

    [Theory]
    [InlineData("t", 1)]
    [InlineData("t~2", 2)]
    [InlineData("ztf_20260101_programid1~17", 17)]
    [InlineData("t~x", 1)]
    public void NumberOf_Names_AreReadBack(string name, int number)
    {
        Assert.Equal(number, TopicIncarnation.NumberOf(name));
        Assert.DoesNotContain("~", TopicIncarnation.TopicOf(name), StringComparison.Ordinal);
    }
}
