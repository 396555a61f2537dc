using Boom.Cli.Parsing;
using Xunit;

namespace Boom.Tests.Cli.Parsing;

public sealed class BodyNameTests
{
    [Theory]
    [InlineData("2025MT534", "2025 MT534")]
    [InlineData("2025  mt534", "2025 MT534")]
    [InlineData("2008ab", "2008 AB")]
    [InlineData("c/2025a1", "C/2025 A1")]
    [InlineData("C / 2025 A1-b", "C/2025 A1-B")]
    [InlineData("2040p-l", "2040 P-L")]
    [InlineData("1973 t-2", "1973 T-2")]
    public void Designations_OfAProvisionalOne_AreTheTextAndWhatIsWrittenForIt(string text, string written) =>
        Assert.Equal([text, written], BodyName.Designations(text));

    [Theory]
    [InlineData("2025 MT534")]
    [InlineData("Ceres")]
    [InlineData("ZTF25aagbkaj")]
    [InlineData("20250101")]
    [InlineData("1996")]
    [InlineData("2025 MT53456")]
    [InlineData("")]
    public void Designations_OfAnythingElse_AreTheTextAlone(string text) => Assert.Equal([text], BodyName.Designations(text));

    [Theory]
    [InlineData("123", "sso123")]
    [InlineData("-1", null)]
    [InlineData("sso123", null)]
    [InlineData("", null)]
    public void ObjectIdOf_Number_IsThatOfTheBody(string text, string? objectId) => Assert.Equal(objectId, BodyName.ObjectIdOf(text));
}
