using System.Text.Json;
using Boom.Core.Photometry;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;
using Xunit;

namespace Boom.Tests.Benchmarks;

/// <summary>Holds allocations to eng/benchmark-expectations.json; unlike times they are the same on every machine.</summary>
public sealed class AllocationExpectationTests
{
    static readonly JsonElement Expectations = JsonDocument.Parse(File.ReadAllText(FindFile())).RootElement;

    [Fact]
    public void Decode_SimulatedPackets_AllocatesAsExpected()
    {
        var expected = Expectations.GetProperty("decode");
        var count = expected.GetProperty("packets").GetInt32();
        var packets = new SimulatedNight(new SimulationOptions { Alerts = count }).Packets().Select(packet => packet.ToArray()).ToArray();
        var decoder = new ZtfDecoder();
        var alerts = new List<ISurveyAlert>(1);

        // The first round compiles the schema and fills the cache of strings.
        _ = Measure(DecodeAll);
        var perAlert = Measure(DecodeAll) / (double)count;

        var mean = expected.GetProperty("allocatedBytesPerAlert").GetDouble();
        var tolerance = mean * expected.GetProperty("tolerance").GetDouble();
        Assert.InRange(perAlert, mean - tolerance, mean + tolerance);
        Assert.True(perAlert <= expected.GetProperty("limitBytesPerAlert").GetDouble(), $"{perAlert} bytes per alert");

        void DecodeAll()
        {
            foreach (var packet in packets)
            {
                alerts.Clear();
                Assert.Null(decoder.Decode(packet, alerts));
            }
        }
    }

    public static TheoryData<int> PointCounts() =>
        [.. Expectations.GetProperty("statistics").GetProperty("points").EnumerateArray().Select(points => points.GetInt32())];

    [Theory]
    [MemberData(nameof(PointCounts))]
    public void Analyse_AnyNumberOfPoints_AllocatesAsExpected(int count)
    {
        var points = new MagnitudePoint[count];
        for (var i = 0; i < count; i++)
            points[i] = new MagnitudePoint(2461041.5 + i, 18 + (0.1f * (i % 7)), 0.1f, (PhotometricBand)(i % 2));
        Analyse();

        Assert.Equal(Expectations.GetProperty("statistics").GetProperty("allocatedBytes").GetInt64(), Measure(Analyse));

        void Analyse() => LightCurveAnalyser.Analyse(points.AsSpan(0, LightCurveAnalyser.Prepare(points)));
    }

    static long Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static string FindFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "eng", "benchmark-expectations.json");
            if (File.Exists(file))
                return file;
        }

        throw new FileNotFoundException("eng/benchmark-expectations.json is not above the test's folder.");
    }
}
