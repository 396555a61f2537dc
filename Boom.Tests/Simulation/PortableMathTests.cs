using Boom.Simulation;
using CsCheck;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class PortableMathTests
{
    const double Relative = 2e-14;

    [Fact]
    public void Exp_AnyArgument_AgreesWithThePlatform() => Gen.Double[-690, 690].Sample(x => Near(Math.Exp(x), PortableMath.Exp(x)));

    [Fact]
    public void Log_AnyArgument_AgreesWithThePlatform() =>
        Gen.Double[-300, 300].Sample(power => Near(Math.Log(Math.Pow(10, power)), PortableMath.Log(Math.Pow(10, power)), 1e-15));

    [Fact]
    public void SinTurns_AnyArgument_AgreesWithThePlatform() =>
        Gen.Double[-20, 20].Sample(turns => Assert.Equal(Math.Sin(2 * Math.PI * turns), PortableMath.SinTurns(turns), 1e-13));

    [Fact]
    public void CosDegrees_AnyArgument_AgreesWithThePlatform() =>
        Gen.Double[-90, 90].Sample(degrees => Assert.Equal(Math.Cos(degrees * Math.PI / 180), PortableMath.CosDegrees(degrees), 1e-14));

    [Fact]
    public void ArcTangentTurns_AnyDirection_AgreesWithThePlatform() => Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample((y, x) =>
        Assert.Equal(Math.Atan2(y, x) / (2 * Math.PI), PortableMath.ArcTangentTurns(y, x), 1e-14));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0.25)]
    [InlineData(-1, 0, -0.25)]
    [InlineData(0, -1, 0.5)]
    [InlineData(-1, -1, -0.375)]
    public void ArcTangentTurns_Axes_AreQuarterTurns(double y, double x, double turns) =>
        Assert.Equal(turns, PortableMath.ArcTangentTurns(y, x), 1e-15);

    [Fact]
    public void NextGaussian_ManyDraws_HasMeanZeroAndDeviationOne()
    {
        var stream = new SeededStream(1);
        double sum = 0, squares = 0;
        const int Draws = 100_000;
        for (var i = 0; i < Draws; i++)
        {
            var value = stream.NextGaussian();
            sum += value;
            squares += value * value;
        }

        Assert.Equal(0, sum / Draws, 0.015);
        Assert.Equal(1, squares / Draws, 0.02);
    }

    static void Near(double expected, double actual, double absolute = 0) =>
        Assert.InRange(Math.Abs(actual - expected), 0, (Relative * Math.Abs(expected)) + absolute);
}
