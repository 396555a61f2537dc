using Boom.Core.Photometry;
using CsCheck;
using Xunit;

namespace Boom.Tests.Core.Photometry;

public sealed class LightCurveAnalyserTests
{
    const double Epoch = 2459000.5;

    [Fact]
    public void Analyse_Nothing_GivesDefaults()
    {
        var s = Analyse();

        Assert.False(s.Stationary);
        Assert.All(Enum.GetValues<PhotometricBand>(), b => Assert.Null(s[b]));
    }

    [Fact]
    public void Analyse_OnePoint_HasPeakAndNoFit()
    {
        var s = Analyse(("r", 20, 0));

        var r = s[PhotometricBand.R]!.Value;
        Assert.Equal((20f, 0f), (r.PeakMag, r.Dt));
        Assert.Null(r.Rising);
        Assert.Null(r.Fading);
        Assert.False(s.Stationary);
    }

    [Fact]
    public void Analyse_Brightening_IsRising()
    {
        var s = Analyse(("r", 20, 0), ("r", 19, 1));

        var r = s[PhotometricBand.R]!.Value;
        Assert.Equal(-1f, r.Rising!.Value.Rate, 1e-6f);
        Assert.True(float.IsNaN(r.Rising.Value.RedChi2));
        Assert.Equal((2, 1f), (r.Rising.Value.NbData, r.Rising.Value.Dt));
        Assert.Null(r.Fading);
        Assert.True(s.Stationary);
    }

    [Fact]
    public void Analyse_Dimming_IsFading()
    {
        var r = Analyse(("r", 19, 0), ("r", 20, 1))[PhotometricBand.R]!.Value;

        Assert.Equal(1f, r.Fading!.Value.Rate, 1e-6f);
        Assert.Null(r.Rising);
    }

    [Fact]
    public void Analyse_PeakInTheMiddle_HasBothSides()
    {
        var r = Analyse(("r", 20, 0), ("r", 19, 1), ("r", 20, 2))[PhotometricBand.R]!.Value;

        Assert.Equal((-1f, 1f), (r.Rising!.Value.Rate, r.Fading!.Value.Rate));
        Assert.Equal((2, 2, 2f), (r.Rising.Value.NbData, r.Fading.Value.NbData, r.Dt));
    }

    [Fact]
    public void Analyse_TwoBands_AreFittedApart()
    {
        var s = Analyse(("r", 20, 0), ("r", 19, 1), ("r", 18, 2), ("g", 20, 0), ("g", 21, 1));

        var r = s[PhotometricBand.R]!.Value;
        Assert.Equal(-1f, r.Rising!.Value.Rate, 1e-6f);
        Assert.Equal(0f, r.Rising.Value.RedChi2, 1e-6f);
        Assert.Equal(3, r.Rising.Value.NbData);
        Assert.Null(r.Fading);
        Assert.Equal(1f, s[PhotometricBand.G]!.Value.Fading!.Value.Rate, 1e-6f);
    }

    [Fact]
    public void Prepare_SameTimeAndBand_KeepsTheFirst()
    {
        var r = Analyse(("r", 20, 0), ("r", 20.5f, 0), ("r", 19, 1))[PhotometricBand.R]!.Value;

        Assert.Equal((2, 1f), (r.Rising!.Value.NbData, r.Rising.Value.Dt));
    }

    [Fact]
    public void Prepare_AnyPoints_AgreesWithStableSort()
    {
        var times = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 2], Gen.Float[15, 21]).Array[0, 60];
        times.Sample(points =>
        {
            var input = points.Select(p => new MagnitudePoint(p.Item1, p.Item3, 0.1f, (PhotometricBand)p.Item2)).ToArray();
            var expected = new List<MagnitudePoint>();
            foreach (var point in input.OrderBy(p => p.Jd))
            {
                if (expected.Count == 0 || expected[^1].Jd != point.Jd || expected[^1].Band != point.Band)
                    expected.Add(point);
            }

            var count = LightCurveAnalyser.Prepare(input);
            Assert.Equal(expected, input[..count]);
        });
    }

    [Fact]
    public void Analyse_MoreThanTheStackHolds_AgreesWithFewBandsApart()
    {
        var long1 = Enumerable.Range(0, 3000).Select(i => new MagnitudePoint(Epoch + i, 20 - (i * 0.001f), 0.01f, PhotometricBand.G)).ToArray();

        var statistics = LightCurveAnalyser.Analyse(long1)[PhotometricBand.G]!.Value;

        Assert.Equal(3000, statistics.Rising!.Value.NbData);
        Assert.Equal(-0.001f, statistics.Rising.Value.Rate, 1e-5f);
    }

    static LightCurveStatistics Analyse(params (string Band, float Mag, double Days)[] points)
    {
        var list = points
            .Select(p => new MagnitudePoint(Epoch + p.Days, p.Mag, 0.1f, p.Band == "r" ? PhotometricBand.R : PhotometricBand.G))
            .ToArray();
        return LightCurveAnalyser.Analyse(list.AsSpan(0, LightCurveAnalyser.Prepare(list)));
    }
}
