using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>Objects that grow over what one document may hold.</content>
public abstract partial class AlertStoreContract
{
    const string Grown = "ZTF26aaaaaaa";

    /// <summary>Room for a head with its fields and the list of its pages.</summary>
    const int LargestHead = 200_000;

    /// <summary>Bytes that an alert more may write to an object of so many points, pages included.</summary>
    protected abstract long LargestAppend(int points);

    /// <summary>Time of a point of a long light curve.</summary>
    protected static double TimeOf(int i) => 2460000.5 + (i * 1.0417);

    /// <summary>A point of 2 kB, as LSST's are.</summary>
    static LightCurvePoint Large(int i, double? drb = null, string text = "t") => Point(TimeOf(i), i, drb, text + new string((char)('a' + (i % 26)), 1940));

    /// <summary>An alert with the history that a packet brings: points 0 to count - 1.</summary>
    protected static AlertWrite History(long candid, int count, int first = 0)
        => Alert(candid, jd: TimeOf(count - 1), arrays: [ArrayOf("prv_candidates", [.. Enumerable.Range(first, count - first).Select(i => Large(i))]), Array("prv_nondetections"), Array("fp_hists")]);

    [Fact]
    public async Task Growth_AlertAfterAlert_ReadersSeeAllInOrder()
    {
        for (var count = 1; count <= 240; count += 3)
            Assert.Empty(await Store.WriteAsync(Batch(History(count, count, Math.Max(0, count - 50))), Token));

        var whole = await ReadObject();
        Assert.Equal(Enumerable.Range(0, 238).Select(TimeOf), Jds(whole, "prv_candidates"));
        Assert.Equal(Enumerable.Range(0, 238).Select(i => (long)i), whole["prv_candidates"].AsBsonArray.Select(point => point["candid"].ToInt64()));
        Assert.Equal(79, whole["version"].AsInt32);
        Assert.False(whole.Contains("boom"));
        var (head, pages) = ReadStored(Grown);
        Assert.InRange(head.ToBson().Length, 1, LargestHead);
        Assert.NotEmpty(pages);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(5000)]
    public async Task Growth_ManyPointsAtOnce_AppendingOneIsCheap(int count)
    {
        Assert.Empty(await Store.WriteAsync(Batch(History(1, count)), Token));
        var (head, pages) = ReadStored(Grown);
        Assert.InRange(head.ToBson().Length, 1, LargestHead);
        Assert.All(pages, page => Assert.InRange(page.ToBson().Length, 1, 300_000));

        var (largest, read) = (0L, 0L);
        for (var i = 1; i <= 30; i++)
        {
            var bytes = await MeasureAsync(async () => await Store.WriteAsync(Batch(History(1 + i, count + i, count + i - 40)), Token));
            (largest, read) = (Math.Max(largest, bytes.Written), Math.Max(read, bytes.Read));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{count} points: written {largest}, read {read}, largest of 30 appends");
        Assert.InRange(largest, 1, LargestAppend(count));
        Assert.InRange(read, 1, 150_000);
        Assert.Equal(Enumerable.Range(0, count + 30).Select(TimeOf), Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Growth_SmallPoints_AreAllThere()
    {
        var points = Enumerable.Range(0, 5000).ToArray();
        await Store.WriteAsync(Batch(Alert(1, arrays: [Array("prv_candidates", [.. points.Select(TimeOf)]), Array("fp_hists", [.. points.Select(TimeOf)])])), Token);
        await Store.WriteAsync(Batch(Alert(2, arrays: [Array("prv_candidates", TimeOf(5001)), Array("fp_hists", TimeOf(2))])), Token);
        var whole = await ReadObject();
        Assert.Equal(points.Append(5001).Select(TimeOf), Jds(whole, "prv_candidates"));
        Assert.Equal(points.Select(TimeOf), Jds(whole, "fp_hists"));
    }

    [Fact]
    public async Task Growth_PointsOlderThanPages_ComeInOrderOnce()
    {
        await Store.WriteAsync(Batch(History(1, 100, first: 40)), Token);
        await Store.WriteAsync(Batch(History(2, 100, first: 20)), Token);
        for (var i = 0; i < 5; i++)
            await Store.WriteAsync(Batch(Alert(3 + i, arrays: [ArrayOf("prv_candidates", [Large(i * 4), Large(70), Large(100 + (20 * i))])])), Token);
        await Store.WriteAsync(Batch(History(9, 200)), Token);
        Assert.Equal(Enumerable.Range(0, 200).Select(TimeOf), Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Growth_RichPoint_ReplacesThePoorerOneOnItsPage()
    {
        await Store.WriteAsync(Batch(History(1, 200)), Token);
        await Store.WriteAsync(Batch(Alert(2, arrays: [ArrayOf("prv_candidates", [Large(3, 0.9, "rich"), Large(200)])])), Token);
        await Store.WriteAsync(Batch(Alert(3, arrays: [ArrayOf("prv_candidates", [Large(3, 0.1, "late")])])), Token);

        var points = (await ReadObject())["prv_candidates"].AsBsonArray;
        Assert.Equal(201, points.Count);
        Assert.StartsWith("rich", points[3]["text"].AsString, StringComparison.Ordinal);
        Assert.Equal(0.9, points[3]["drb"].AsDouble);
        Assert.StartsWith("t", points[4]["text"].AsString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Growth_RandomUpdates_GiveTheLightCurveOfBruteForce(int seed)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<int, (bool IsRich, string Text)>();
        for (var (candid, now) = (1, 0); candid <= 240; now += random.Next(4))
        {
            var alerts = new List<AlertWrite>();
            for (var i = random.Next(1, 4); i > 0; i--)
                alerts.Add(Alert(candid++, arrays: [ArrayOf("prv_candidates", RandomPoints(now)), Array("fp_hists", TimeOf(now))]));
            Assert.Empty(await Store.WriteAsync(Batch([.. alerts]), Token));
        }

        var points = (await ReadObject())["prv_candidates"].AsBsonArray;
        Assert.Equal(expected.Keys.Select(TimeOf), points.Select(point => point["jd"].ToDouble()));
        Assert.Equal(expected.Values, points.Select(point => (point.AsBsonDocument.Contains("drb"), point["text"].AsString)));
        Assert.NotEmpty(ReadStored(Grown).Pages);

        // Mostly the newest, now and then one that comes late or is known, or many at once.
        LightCurvePoint[] RandomPoints(int last)
        {
            var chosen = new SortedSet<int> { last, Math.Max(0, last - random.Next(3)) };
            if (random.Next(6) == 0)
                chosen.Add(random.Next(last + 1));
            if (random.Next(20) == 0)
                chosen.UnionWith(Enumerable.Range(Math.Max(0, last - 30), 20));
            return [.. chosen.Select(time => RandomPoint(time, isRich: random.Next(5) == 0))];
        }

        LightCurvePoint RandomPoint(int time, bool isRich)
        {
            var text = FormattableString.Invariant($"{random.Next(1000)}") + new string('x', random.Next(4000));
            if (!expected.TryGetValue(time, out var known) || (isRich && !known.IsRich))
                expected[time] = (isRich, text);
            return Point(TimeOf(time), time, isRich ? 0.5 : null, text);
        }
    }

    [Fact]
    public async Task Growth_AlertsThatAreRefusedAmongOthers_OthersAreStored()
    {
        await Store.WriteAsync(Batch(History(1, 100)), Token);
        for (var i = 1; i <= 20; i++)
        {
            var refused = Alert((2 * i) + 1, arrays: [new(Series("prv_candidates"), new UnreadablePoint(TimeOf(0) - i)), Array("fp_hists", TimeOf(i))]);
            var failures = await Store.WriteAsync(Batch(History(2 * i, 100 + i, 60 + i), refused), Token);
            Assert.Equal((2 * i) + 1, Assert.Single(failures).Candid);
        }

        Assert.Equal(Enumerable.Range(0, 120).Select(TimeOf), Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Growth_SameBatchAgain_ChangesNoByte()
    {
        await Store.WriteAsync(Batch(History(1, 300)), Token);
        await Store.WriteAsync(Batch(History(2, 310)), Token);
        var before = await ReadEverything();
        await Store.WriteAsync(Batch(History(1, 300)), Token);
        await Store.WriteAsync(Batch(History(2, 310)), Token);
        Assert.Equal(before, await ReadEverything());
    }

    [Fact]
    public async Task Growth_KnownPoints_AreNotEncoded()
    {
        await Store.WriteAsync(Batch(History(1, 300)), Token);
        var points = new OnlyNewPoints(301);
        await Store.WriteAsync(Batch(Alert(2, jd: TimeOf(300), arrays: [new ArrayUpdate(Series("prv_candidates"), points)])), Token);
        Assert.Equal(Enumerable.Range(0, 301).Select(TimeOf), Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Growth_TwoWorkersAtOnce_LoseNothing()
    {
        await Store.WriteAsync(Batch(History(1, 100)), Token);
        var other = OpenAnother();
        await Task.WhenAll(Append(Store, 0), Append(other, 1));
        Assert.Equal(Enumerable.Range(0, 180).Select(TimeOf), Jds(await ReadObject(), "prv_candidates"));

        Task Append(IAlertStore store, int start) => Task.Run(async () =>
        {
            for (var i = 100 + start; i < 180; i += 2)
                Assert.Empty(await store.WriteAsync(Batch(Alert(i, arrays: [ArrayOf("prv_candidates", [Large(50), Large(i)])])), Token));
        });
    }

    [Fact]
    public async Task Growth_DisorderInTheHead_IsRepairedBesideThePages()
    {
        await Store.WriteAsync(Batch(History(1, 200)), Token);
        var (head, _) = ReadStored(Grown);
        var points = head["prv_candidates"].AsBsonArray;
        head["prv_candidates"] = new BsonArray(points.Reverse().Append(points[0]));
        ReplaceObject(Grown, head);
        await Store.WriteAsync(Batch(History(2, 201)), Token);
        Assert.Equal(Enumerable.Range(0, 201).Select(TimeOf), Jds(await ReadObject(), "prv_candidates"));
    }

    [Fact]
    public async Task Growth_PageGone_IsToldByName()
    {
        await Store.WriteAsync(Batch(History(1, 200)), Token);
        RemovePages();
        var fault = await Assert.ThrowsAsync<PermanentFaultException>(async () => await Store.ReadObjectsAsync(Survey.Ztf, [Grown], Token));
        Assert.Contains(Grown, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Points of which only the last may be encoded.</summary>
    sealed class OnlyNewPoints(int count) : LightCurvePoints
    {
        public override int Count => count;

        public override double Jd(int index) => TimeOf(index);

        public override bool IsRich(int index) => false;

        public override ReadOnlyMemory<byte> Document(int index, BsonWriter memory)
            => index == count - 1 ? Large(index).Document : throw new InvalidOperationException($"Point {index} is known.");
    }

    /// <summary>One point that cannot be encoded.</summary>
    sealed class UnreadablePoint(double jd) : LightCurvePoints
    {
        public override int Count => 1;

        public override double Jd(int index) => jd;

        public override bool IsRich(int index) => false;

        public override ReadOnlyMemory<byte> Document(int index, BsonWriter memory) => throw new BsonFormatException("The point is broken off.");
    }
}
