using Boom.Core.Plays;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

public sealed class NamedFeedTests
{
    static readonly byte[] Winter = ForgedPackets.OfRecord("winter.alert");
    static readonly byte[] Ztf = ForgedPackets.OfRecord("ztf.alert");
    static readonly byte[] Nobodys = [1, 2, 3];

    [Fact]
    public void Remarks_AllOfAnotherSurvey_SaysWhichToName()
    {
        var feed = new NamedFeed(new Series(Winter, Winter, Winter), Survey.Ztf);

        Read(feed, 0);
        Read(feed, 1);

        Assert.Equal(["left out", "All 3 packets are of WINTER: leave out --survey, or give --survey winter."], feed.Remarks);
    }

    [Fact]
    public void Remarks_OnePacket_SaysSo()
    {
        var feed = new NamedFeed(new Series(Winter), Survey.Ztf);

        Read(feed, 0);

        Assert.Equal("The packet is of WINTER: leave out --survey, or give --survey winter.", feed.Remarks[^1]);
    }

    [Fact]
    public void Remarks_AnyOfTheSurveyOrOfNone_SaysNothing()
    {
        Assert.Equal(["left out"], RemarksOn(Winter, Ztf));
        Assert.Equal(["left out"], RemarksOn(Ztf, Ztf));
        Assert.Equal(["left out"], RemarksOn(Winter, Nobodys));
        Assert.Equal(["left out"], RemarksOn(Nobodys));
        Assert.Equal(["left out"], RemarksOn());
    }

    [Fact]
    public void Source_IsThatOfTheFeed()
    {
        var inner = new Series(Winter);
        var feed = new NamedFeed(inner, Survey.Ztf);

        Assert.Equal((inner.Source, true, 1L, "packet 0"), (feed.Source, feed.IsOf(inner.Source), feed.Count, feed.NameOf(0)));
        Assert.Same(inner, feed.Round);
    }

    static IReadOnlyList<string> RemarksOn(params byte[][] packets)
    {
        var feed = new NamedFeed(new Series(packets), Survey.Ztf);
        Read(feed, 0);
        return feed.Remarks;
    }

    static void Read(NamedFeed feed, long first) => Assert.All(feed.Read(first), packet => Assert.False(packet.IsEmpty));

    sealed class Series(params byte[][] packets) : IPacketFeed
    {
        public string Source => "series";

        public long? Count => packets.Length;

        public IReadOnlyList<string> Problems => [];

        public IReadOnlyList<string> Remarks => ["left out"];

        public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => packets.Skip((int)first).Select(packet => (ReadOnlyMemory<byte>)packet);

        public string? NameOf(long number) => $"packet {number}";
    }
}
