using BenchmarkDotNet.Attributes;
using Boom.Core.Photometry;

namespace Boom.Benchmarks;

/// <summary>Order and statistics of one light curve in two bands. The reference needs 0.60, 4.3 and 34 µs for 10, 100 and 1,000 points.</summary>
[MemoryDiagnoser]
public class LightCurveBenchmarks
{
    MagnitudePoint[] _given = [];
    MagnitudePoint[] _points = [];

    /// <summary>Points of both bands together.</summary>
    [Params(10, 100, 1000)]
    public int Points { get; set; }

    /// <summary>A supernova: it rises, peaks and fades.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _given = new MagnitudePoint[Points];
        for (var i = 0; i < Points; i++)
        {
            var phase = (i / (double)Points) - 0.3;
            var band = i % 2 == 0 ? PhotometricBand.G : PhotometricBand.R;
            var noise = (random.NextDouble() - 0.5) * 0.1;
            _given[i] = new MagnitudePoint(2461041.5 + (i * 0.7), (float)(18 + (8 * phase * phase) + noise), 0.1f, band);
        }

        _points = new MagnitudePoint[Points];
    }

    /// <summary>From points in order of arrival to statistics.</summary>
    [Benchmark]
    public double PrepareAndAnalyse()
    {
        _given.CopyTo(_points, 0);
        return LightCurveAnalyser.Analyse(_points.AsSpan(0, LightCurveAnalyser.Prepare(_points))).LastJd;
    }
}
