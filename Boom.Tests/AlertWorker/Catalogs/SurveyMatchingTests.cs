using Boom.AlertWorker.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.AlertWorker.Catalogs;

public sealed class SurveyMatchingTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly StagePulses _pulses = new(TimeProvider.System);
    readonly CatalogShelf _shelf;
    readonly SurveyMatching _matching;

    public SurveyMatchingTests()
    {
        _shelf = new CatalogShelf(_folder.Path);
        KeyValuePair<string, string?>[] values = [new("CrossMatch:ztf:0:catalog", "NED"), new("CrossMatch:ztf:0:radius", "2")];
        _matching = new SurveyMatching(
            SurveyCatalog.Default[Survey.Ztf], CrossMatchSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build()), _shelf, _pulses);
    }

    public void Dispose()
    {
        _matching.Dispose();
        _shelf.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Refresh_CatalogueThatIsAskedForComesLater_IsLackingUntilThen()
    {
        Assert.Contains("NED", Assert.Single(_matching.Refresh()), StringComparison.Ordinal);
        Assert.Single(_pulses.Lacks);
        Assert.Empty(_matching.Refresh());

        CatalogFiles.Write(_folder.Path, "NED", "1", (new(10, 20), [("z", 0.1)]));
        Assert.Empty(_matching.Refresh());

        Assert.Empty(_pulses.Lacks);
        using var matcher = _matching.Take();
        Assert.Equal("1", Assert.Single(matcher.Tables).Version);
    }

    [Fact]
    public void Take_BeforeTheFirstLook_HasTheTablesThatAreThere()
    {
        CatalogFiles.Write(_folder.Path, "NED", "1", (new(10, 20), [("z", 0.1)]));
        using var matcher = _matching.Take();
        Assert.Single(matcher.Tables);
    }

    [Fact]
    public void Take_AnotherSurveyHasLookedAtTheSharedFolder_IsOfTheSameMoment()
    {
        using (_matching.Take())
            CatalogFiles.Write(_folder.Path, "NED", "1", (new(10, 20), [("z", 0.1)]));
        _shelf.Refresh();
        _matching.Refresh();

        using var matcher = _matching.Take();
        Assert.Single(matcher.Tables);
    }
}
