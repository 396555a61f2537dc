using Boom.Cli.Diagnosis;
using Boom.Core.Sky;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Tests.Core.Sky;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Enricher;

public sealed class EnrichmentInputsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    string Map => Path.Combine(_folder.Path, "map.fits");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Open_NoFootprint_IsNoProblem(string? path) =>
        Assert.Equal(new EnrichmentInputs(EnrichmentSettings.None, null), EnrichmentInputs.Open(new EnricherOptions { Footprint = path }));

    [Fact]
    public void Open_Footprint_IsRead()
    {
        File.WriteAllBytes(Map, MocFiles.OfRanges(0, Healpix.CellCount29 / 4));

        var inputs = EnrichmentInputs.Open(new EnricherOptions { Footprint = Map });

        Assert.Equal((null, 0.25), (inputs.Problem, inputs.Settings.Footprint!.SkyFraction));
        Assert.Equal(("Ok", $"{Map}: 25.0 % of the sky"), Diagnose());
    }

    [Fact]
    public void Open_FootprintThatIsNotThere_IsTold()
    {
        var inputs = EnrichmentInputs.Open(new EnricherOptions { Footprint = Map });

        Assert.Null(inputs.Settings.Footprint);
        Assert.Equal($"Enricher:Footprint: the footprint {Map} is not there. Give a coverage map (MOC) in FITS; flags that need it are null until then", inputs.Problem);
        Assert.Equal(("Fail", inputs.Problem), Diagnose());
    }

    (string Status, string Detail) Diagnose()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Enricher:Footprint", Map)]).Build();
        var finding = Assert.Single(FootprintDiagnosis.Run(configuration));
        return ($"{finding.Status}", finding.Detail);
    }
}
