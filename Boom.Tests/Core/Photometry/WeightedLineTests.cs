using Boom.Core.Photometry;
using Xunit;

namespace Boom.Tests.Core.Photometry;

public sealed class WeightedLineTests
{
    static readonly float[] Times = [1, 2, 3, 4, 5];

    [Fact]
    public void Fit_StraightLine_GivesSlopeErrorAndChi2()
    {
        var fit = Fit(Times, [2f, 4.1f, 6f, 8.1f, 10.2f], 0.1f)!.Value;

        Assert.Equal(2.04f, fit.Rate, 1e-5f);
        Assert.Equal(0.031623f, fit.RateError, 1e-6f);
        Assert.Equal(0.400001f, fit.RedChi2, 1e-6f);
        Assert.Equal((5, 4f), (fit.NbData, fit.Dt));
    }

    [Fact]
    public void Fit_Scatter_HasLargeChi2() => Assert.Equal(1290f, Fit(Times, [2, 8, 1, 7, 3], 0.1f)!.Value.RedChi2, 0.1f);

    [Fact]
    public void Fit_TwoPoints_HasNoChi2()
    {
        var fit = Fit([1, 2], [2, 4], 0.1f)!.Value;

        Assert.Equal(2f, fit.Rate, 1e-6f);
        Assert.Equal(0.141421f, fit.RateError, 1e-6f);
        Assert.True(float.IsNaN(fit.RedChi2));
        Assert.Equal(1f, fit.Dt);
    }

    [Fact]
    public void Fit_OnePoint_GivesNothing() => Assert.Null(Fit([1], [2], 0.1f));

    [Fact]
    public void Fit_EqualTimes_GivesNothing() => Assert.Null(Fit([1, 1, 1], [1, 2, 3], 0.1f));

    [Fact]
    public void Fit_LengthsThatDiffer_GivesNothing() => Assert.Null(WeightedLine.Fit([1, 2], [1, 2, 3], [1, 1]));

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e-40f)]
    public void Fit_UnusableError_GivesNothing(float sigma) => Assert.Null(Fit(Times, [1, 2, 3, 4, 5], sigma));

    [Theory]
    [InlineData(1e25f)]
    [InlineData(1e-19f)]
    public void Fit_SumsBeyondSinglePrecision_GivesNothing(float sigma) => Assert.Null(Fit(Times, [1, 2, 30, 4, 5], sigma));

    static RateFit? Fit(float[] x, float[] y, float sigma)
    {
        var errors = new float[y.Length];
        Array.Fill(errors, sigma);
        return WeightedLine.Fit(x, y, errors);
    }
}
