using Boom.Core.Plays;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Plays;

public sealed class SurveyFeedTests
{
    // Packets 0, 3, 6 … are of one survey, 1, 4, 7 … of another, the rest of none.
    static readonly Mixture Mixed = new(30);

    [Fact]
    public void Read_Mixture_TakesThoseOfTheSurvey()
    {
        var feed = new SurveyFeed(Mixed, Survey.Winter, withOthers: false);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (3 * i) + 1), feed.Read(0).Select(Mixture.NumberOf));
        Assert.Equal([25, 28], feed.Read(8).Select(Mixture.NumberOf));
        Assert.Equal("packet 25", feed.NameOf(8));
    }

    [Fact]
    public void Split_Mixture_GivesEachPacketToOneFeed()
    {
        var scan = SurveyScan.Of(Mixed, onLong: null, CancellationToken.None);

        Assert.Equal([(Survey.Ztf, 10L), (Survey.Winter, 10L)], scan.Packets);
        Assert.Equal((10, true), (scan.Others, scan.IsMixture));
        Assert.Equal(Enumerable.Range(0, 30), scan.Split(Mixed).SelectMany(part => part.Feed.Read(0)).Select(Mixture.NumberOf).Order());
    }

    [Fact]
    public void Split_OneSurvey_LeavesTheFeedAsItIs()
    {
        var feed = new Mixture(1);

        Assert.Same(feed, Assert.Single(SurveyScan.Of(feed, onLong: null, CancellationToken.None).Split(feed)).Feed);
    }

    [Fact]
    public void Of_SurveyAppearsOnlyBehindManyPackets_IsFoundAndToldThatItTakesAWhile()
    {
        var told = 0;
        var late = new Series([.. Enumerable.Repeat(ForgedPackets.OfRecord("ztf.alert"), (int)SurveyScan.ManyPackets + 10), ForgedPackets.OfRecord("winter.alert")]);

        var scan = SurveyScan.Of(late, () => told++, CancellationToken.None);

        Assert.Equal([(Survey.Ztf, SurveyScan.ManyPackets + 10), (Survey.Winter, 1L)], scan.Packets);
        Assert.Equal(1, told);
        Assert.Single(scan.Split(late).Single(part => part.Survey == Survey.Winter).Feed.Read(0));
    }

    [Fact]
    public void Of_FewPackets_AreLookedAtWithoutAWord()
    {
        var told = 0;

        SurveyScan.Of(Mixed, () => told++, CancellationToken.None);

        Assert.Equal(0, told);
    }

    [Fact]
    public void Split_SurveyJoinsTheFolderAfterTheLook_ItsPacketsHaveAFeed()
    {
        byte[][] packets = [ForgedPackets.OfRecord("ztf.alert"), ForgedPackets.OfRecord("ztf.alert"), ForgedPackets.OfRecord("winter.alert")];
        var scan = SurveyScan.Of(new Series(packets), onLong: null, CancellationToken.None);

        var grown = new Series([.. packets, ForgedPackets.OfRecord("decam.alert"), "nobody's"u8.ToArray()]);
        var parts = scan.Split(grown);

        Assert.Equal([4, 1], parts.Select(part => part.Feed.Read(0).Count()));
        Assert.Equal("of:ztf+others-winter:series", parts[0].Feed.Source);
    }

    [Theory]
    [InlineData("of:ztf:folder:a", false, null, "folder:a")]
    [InlineData("of:ztf+others:folder:a", true, null, "folder:a")]
    [InlineData("of:ztf+others-winter-lsst:folder:a", true, "winter lsst", "folder:a")]
    public void TryParse_Sources_GivesTheirParts(string source, bool withOthers, string? elsewhere, string whole)
    {
        Assert.True(SurveyFeed.TryParse(source, out var survey, out var others, out var rest, out var inner));

        Assert.Equal((Survey.Ztf, withOthers, whole), (survey, others, inner));
        Assert.Equal(elsewhere, rest is null ? null : string.Join(' ', rest.Select(other => other.ToLowerName())));
    }

    [Theory]
    [InlineData("of:ztf+othersx:folder:a")]
    [InlineData("of:ztf+others-nosurvey:folder:a")]
    [InlineData("of:nosurvey:folder:a")]
    [InlineData("of:ztf")]
    [InlineData("folder:a")]
    public void TryParse_OtherTexts_AreNone(string source) => Assert.False(SurveyFeed.TryParse(source, out _, out _, out _, out _));

    [Fact]
    public void Source_OfAPart_IsOpenedAgain()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.avro"), ForgedPackets.OfRecord("ztf.alert"));
        File.WriteAllBytes(Path.Combine(folder.Path, "b.avro"), ForgedPackets.OfRecord("winter.alert"));
        var whole = Boom.Messaging.Archives.PacketSource.Open([folder.Path]);
        var part = new SurveyFeed(whole, Survey.Winter, withOthers: true, [Survey.Ztf]);

        var again = PlaySources.Open(part.Source);

        Assert.NotNull(again);
        Assert.Equal(part.Source, again.Source);
        Assert.True(part.IsOf(again.Source));
        Assert.False(new SurveyFeed(whole, Survey.Ztf, withOthers: true).IsOf(again.Source));
        Assert.Equal(part.Read(0).Select(packet => packet.ToArray()), again.Read(0).Select(packet => packet.ToArray()));
    }

    sealed class Series(byte[][] packets) : IPacketFeed
    {
        public string Source => "series";

        public long? Count => packets.Length;

        public IReadOnlyList<string> Problems => [];

        public IEnumerable<ReadOnlyMemory<byte>> Read(long first) => packets.Skip((int)first).Select(packet => (ReadOnlyMemory<byte>)packet);
    }

    sealed class Mixture(int count) : IPacketFeed
    {
        public string Source => "mixture";

        public long? Count => count;

        public IReadOnlyList<string> Problems => [];

        public IEnumerable<ReadOnlyMemory<byte>> Read(long first)
        {
            for (var number = (int)first; number < count; number++)
            {
                byte[] packet = (number % 3) switch
                {
                    0 => ForgedPackets.OfRecord("ztf.alert"),
                    1 => ForgedPackets.OfRecord("winter.alert"),
                    _ => "nobody's"u8.ToArray(),
                };
                yield return (byte[])[.. packet, (byte)number];
            }
        }

        public string? NameOf(long number) => $"packet {number}";

        public static int NumberOf(ReadOnlyMemory<byte> packet) => packet.Span[^1];
    }
}
