using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Xunit;

namespace Boom.Tests.Storage.Cutouts;

public sealed class CutoutSegmentsTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("boom-cutouts-");
    readonly CutoutSegments _segments;

    public CutoutSegmentsTests() => _segments = new(Path.Combine(_folder.FullName, "cutouts"), segmentBytes: 1000);

    public void Dispose()
    {
        _segments.Dispose();
        _folder.Delete(recursive: true);
    }

    static byte[] Document(int seed, int length)
    {
        var document = new byte[length];
        new Random(seed).NextBytes(document);
        return document;
    }

    [Fact]
    public void Append_ManyDocuments_EachIsReadBackFromItsSegment()
    {
        var last = default(CutoutLocation);
        var places = new List<CutoutLocation>();
        for (var seed = 0; seed < 50; seed++)
            places.Add(last = _segments.Append(Survey.Ztf, last, Document(seed, 10 + (seed * 7))));

        for (var seed = 0; seed < 50; seed++)
            Assert.Equal(Document(seed, 10 + (seed * 7)), _segments.Read(Survey.Ztf, places[seed]));
        Assert.InRange(places[^1].Segment, 5, 20);
        Assert.Equal(places.Sum(place => (long)place.Length), _segments.SizeBytes);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(
            pair.First.Segment == pair.Second.Segment ? pair.First.End == pair.Second.Position : pair is { First.End: >= 1000, Second.Position: 0 }));
    }

    [Fact]
    public void Append_TwoSurveys_HaveSegmentsOfTheirOwn()
    {
        var ztf = _segments.Append(Survey.Ztf, default, Document(1, 100));
        var lsst = _segments.Append(Survey.Lsst, default, Document(2, 100));

        Assert.Equal(Document(1, 100), _segments.Read(Survey.Ztf, ztf));
        Assert.Equal(Document(2, 100), _segments.Read(Survey.Lsst, lsst));
    }

    [Fact]
    public void Append_AfterAWriteThatDidNotEnd_WritesOverIt()
    {
        var first = _segments.Append(Survey.Ztf, default, Document(1, 100));
        var forgotten = _segments.Append(Survey.Ztf, first, Document(2, 300));
        var second = _segments.Append(Survey.Ztf, first, Document(3, 200));

        Assert.Equal(Document(3, 200), _segments.Read(Survey.Ztf, second));
        Assert.Null(_segments.Read(Survey.Ztf, forgotten));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(57)]
    [InlineData(99)]
    public void Read_OneByteChanged_IsNull(int at)
    {
        var place = _segments.Append(Survey.Ztf, default, Document(1, 100));
        using (var file = File.Open(_segments.PathOf(Survey.Ztf, 1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = at;
            file.WriteByte((byte)(Document(1, 100)[at] ^ 4));
        }

        Assert.Null(_segments.Read(Survey.Ztf, place));
    }

    [Fact]
    public void Read_SegmentCutOrGone_IsNull()
    {
        var place = _segments.Append(Survey.Ztf, default, Document(1, 100));
        using (var file = File.Open(_segments.PathOf(Survey.Ztf, 1), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(99);
        Assert.Null(_segments.Read(Survey.Ztf, place));
        Assert.Null(_segments.Read(Survey.Ztf, place with { Segment = 2 }));
    }

    [Fact]
    public void Append_FolderCannotBe_IsTransient()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "");
        using var segments = new CutoutSegments(Path.Combine(_folder.FullName, "file"), 1000);
        var fault = Assert.Throws<TransientFaultException>(() => segments.Append(Survey.Ztf, default, Document(1, 100)));
        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
    }
}
