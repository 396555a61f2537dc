using System.Text.Json;
using Boom.Cli.Rendering.Json;
using Boom.Core.Sky;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Cli.Rendering;

public sealed class CliJsonTests
{
    [Fact]
    public void AlertLine_LargeCandid_HasItsTextBesideIt()
    {
        var line = JsonSerializer.Serialize(AlertLineJson.Of(Alert(3_174_538_560_415_010_017, 18.5)), CliJson.Default.AlertLineJson);

        Assert.StartsWith("""{"candid":3174538560415010017,"candidText":"3174538560415010017",""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void AlertLine_NoMagnitude_IsNull() =>
        Assert.Contains("\"magpsf\":null", JsonSerializer.Serialize(AlertLineJson.Of(Alert(1, double.NaN)), CliJson.Default.AlertLineJson), StringComparison.Ordinal);

    static AlertSummary Alert(long candid, double magpsf) => new(candid, "ZTF26a", 2461000.5, magpsf, new SkyPosition(10, 20), Enriched: true);
}
