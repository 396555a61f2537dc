using Boom.Cli.Diagnosis;
using Boom.Simulation;
using Boom.Simulation.Catalogs;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Cli.Diagnosis;

public sealed class CatalogDiagnosisTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_FolderOfASimulatedNight_SaysWhatItIsMatchedWith()
    {
        SimulatedCatalogs.Write(new SimulationOptions { Alerts = 5 }, Path.Combine(_folder.Path, "simulated-catalogs"), TestContext.Current.CancellationToken);

        var detail = Detail();

        Assert.StartsWith("ZTF: none, objects of packets are not matched; 'boom catalog add' brings one in; simulated nights are matched with those of the simulated sky: ", detail, StringComparison.Ordinal);
        Assert.Contains("Gaia_DR3", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoSimulatedNight_SaysNothingOfOne() => Assert.DoesNotContain("simulated", Detail(), StringComparison.Ordinal);

    string Detail() => CatalogDiagnosis.Run(new ConfigurationBuilder().Build(), _folder.Path).First().Detail;
}
