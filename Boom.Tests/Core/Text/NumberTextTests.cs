using Boom.Core.Text;
using Xunit;

namespace Boom.Tests.Core.Text;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "+0.000")]
    [InlineData(-0.0, "+0.000")]
    [InlineData(-1e-7, "+0.000")]
    [InlineData(-0.0004999, "+0.000")]
    [InlineData(-0.0005001, "-0.001")]
    [InlineData(1e-300, "+0.000")]
    [InlineData(-5e-324, "+0.000")]
    [InlineData(2.5, "+2.500")]
    [InlineData(-2.5, "-2.500")]
    [InlineData(double.NaN, "-")]
    [InlineData(double.PositiveInfinity, "-")]
    [InlineData(double.NegativeInfinity, "-")]
    [InlineData(1e300, "+1e+300")]
    [InlineData(-1.7976931348623157e308, "-1.79769e+308")]
    [InlineData(-999999999999999, "-999999999999999.000")]
    public void Signed_AnyNumber_HasOneSignAndItIsThatOfWhatIsShown(double value, string expected) => Assert.Equal(expected, NumberText.Signed(value, 3));

    [Theory]
    [InlineData(-0.001, "0.00")]
    [InlineData(18.425, "18.43")]
    [InlineData(-999, "-999.00")]
    [InlineData(double.NaN, "-")]
    [InlineData(1e20, "1e+20")]
    public void Fixed_AnyNumber_HasNoPlusAndNoNegativeZero(double value, string expected) => Assert.Equal(expected, NumberText.Fixed(value, 2));

    [Theory]
    [InlineData(100, "100")]
    [InlineData(0.5, "0.5")]
    [InlineData(-1e-9, "0")]
    [InlineData(1.23456789, "1.23457")]
    [InlineData(1e300, "1e+300")]
    public void Short_AnyNumber_HasNoZerosAtItsEnd(double value, string expected) => Assert.Equal(expected, NumberText.Short(value, 5));
}
