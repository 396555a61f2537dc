using Boom.AlertWorker.Catalogs;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Configuration;

namespace Boom.Tests.Support;

/// <summary>Matching without a single table.</summary>
static class NoCatalogs
{
    public static SurveyMatching Of(ISurvey survey) => new(
        survey, CrossMatchSettings.Read(new ConfigurationBuilder().Build()), new CatalogShelf(Path.Combine(Path.GetTempPath(), "no-such-catalogs")), new StagePulses(TimeProvider.System));
}
