using Boom.Core.Surveys;
using Boom.Embedded.Accounts;
using Xunit;

namespace Boom.Tests.Embedded.Accounts;

public sealed class AccountReaderTests
{
    [Theory]
    [InlineData("alerts-simulated", Survey.Lsst)]
    [InlineData("alerts-simulated~2", Survey.Lsst)]
    [InlineData("lsst-alerts-v12", Survey.Lsst)]
    [InlineData("ztf_20260101_programid2", Survey.Ztf)]
    [InlineData("decam_20260101_programid1", Survey.Decam)]
    [InlineData("winter_20260101~3", Survey.Winter)]
    public void IsOf_TopicOfASurvey_IsThatSurveysAndNoOthers(string topic, Survey survey) =>
        Assert.Equal([survey], SurveyCatalog.Default.Supported.Where(one => AccountReader.IsOf(topic, one)));
}
