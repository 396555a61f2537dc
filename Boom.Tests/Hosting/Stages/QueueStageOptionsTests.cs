using Boom.AlertWorker;
using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Hosting.Stages;

public sealed class QueueStageOptionsTests
{
    [Theory]
    [InlineData("AlertWorker:WorkersOf:winter", Survey.Winter, 7)]
    [InlineData("AlertWorker:WorkersOf:WNTR", Survey.Winter, 7)]
    [InlineData("AlertWorker:WorkersOf:winter", Survey.Ztf, 2)]
    public void WorkersFor_SurveyThatTheSettingsName_HasItsOwn(string key, Survey survey, int expected)
    {
        var options = OptionsSection.Read<AlertWorkerOptions>(Configuration(key, "7"), AlertWorkerOptions.Section);

        Assert.Equal(expected, options.WorkersFor(survey, options.Workers));
    }

    [Theory]
    [InlineData("AlertWorker:WorkersOf:hubble", "1", "AlertWorker:WorkersOf:hubble names no survey")]
    [InlineData("AlertWorker:WorkersOf:ztf", "65", "AlertWorker:WorkersOf:ztf is 65; give 0 to 64")]
    [InlineData("AlertWorker:WorkersOf:ztf", "-1", "AlertWorker:WorkersOf:ztf is -1; give 0 to 64")]
    [InlineData("AlertWorker:WorkersOf", "3", "AlertWorker:WorkersOf is 3")]
    public void Read_WorkersThatCannotBe_NamesTheKey(string key, string value, string expected)
    {
        var fault = Assert.Throws<ConfigurationFaultException>(() => OptionsSection.Read<AlertWorkerOptions>(Configuration(key, value), AlertWorkerOptions.Section));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    static IConfiguration Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
