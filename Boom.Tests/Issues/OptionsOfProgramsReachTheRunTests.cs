using Boom.Embedded.Pipeline;
using Boom.Cli.Diagnosis;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// <c>boom run</c> took the options of alert worker and enricher from the environment and not those of the consumer; the doctor looked at neither the
/// consumer's nor those of the servers.
/// </summary>
public sealed class OptionsOfProgramsReachTheRunTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Consumer:BatchSize", "0", "Consumer:BatchSize is 0; give 1 to 10000.")]
    [InlineData("Consumer:BatchSize", "many", "Consumer:BatchSize is many; give 1 to 10000.")]
    [InlineData("Consumer:Linger", "soon", "Consumer:Linger is soon; give 00:00:00.001 to 00:00:10.")]
    [InlineData("Consumer:Nihgt", "20260101", "Consumer:Nihgt is not an option")]
    [InlineData("Consumer:Night", "tomorrow", "Consumer:Night is tomorrow; give a date as yyyyMMdd")]
    [InlineData("Consumer:Topics", "a,b", "Consumer:Topics is a,b; give a list: Consumer:Topics:0")]
    [InlineData("Consumer:BootstrapServers", "x:1", "Consumer:BootstrapServers is not an option")]
    [InlineData("AlertWorker:BatchSize", "0", "AlertWorker:BatchSize is 0; give 1 to 5000.")]
    [InlineData("Enricher:Lease", "x", "Enricher:Lease is x; give 00:00:05 to 01:00:00.")]
    [InlineData("Kafka:Protocol", "tcp", "Kafka:Protocol is tcp; give one of")]
    [InlineData("Kafka:User", "x", "Kafka:User is not an option")]
    [InlineData("AlertDb:MaxConflicts", "x", "AlertDb:MaxConflicts is x; give a whole number.")]
    [InlineData("Cutouts:Store", "disk", "Cutouts:Store is 'disk': give")]
    [InlineData("Cutouts:Stoer", "folder", "Cutouts:Stoer is not an option")]
    [InlineData("Telemetry:TraceRatio", "2", "Telemetry:TraceRatio is 2; give 0 to 1.")]
    [InlineData("Http:Port", "web", "Http:Port is web;")]
    [InlineData("BOOM_LOG", "loud", "BOOM_LOG holds loud")]
    [InlineData("BOOM_LOG_FORMAT", "xml", "BOOM_LOG_FORMAT is xml")]
    [InlineData("Surveys", "7", "Surveys is 7: '7' is not a survey")]
    public void Check_WrongValueOfAnySection_IsNamedByDoctorAndEndsARun(string key, string value, string sentence)
    {
        var configuration = Configuration((key, value));

        var finding = Assert.Single(OptionsDiagnosis.Run(configuration), finding => finding.Status == FindingStatus.Fail);
        var fault = Assert.Throws<OptionsValidationException>(() => OptionsCheck.Require(configuration));

        Assert.StartsWith(sentence, finding.Detail, StringComparison.Ordinal);
        Assert.StartsWith(sentence, Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NothingSet_IsGood() => Assert.All(OptionsDiagnosis.Run(Configuration()), finding => Assert.Equal(FindingStatus.Ok, finding.Status));

    [Theory]
    [InlineData(false, "Consumer:BatchSize", "7")]
    [InlineData(true, "Consumer:Night", "20260101")]
    [InlineData(true, "Consumer:WindowDays", "3")]
    public void ChoosesNights_OptionsOfTheWindow_AreChoice(bool expected, string key, string value)
    {
        Assert.Equal(expected, RunConsumers.ChoosesNights(Configuration((key, value))));
        Assert.False(RunConsumers.ChoosesNights(Configuration((key, value), ("Consumer:AllNights", "true"))));
    }

    [Theory]
    [InlineData("Consumer__BatchSize=0", "Consumer:BatchSize is 0; give 1 to 10000.")]
    [InlineData("Enricher__Workers=many", "Enricher:Workers is many; give 1 to 64.")]
    [InlineData("Consumer__Night=20260105", "The packets go to ztf_20260101_programid1, which the consumer does not read")]
    public async Task Run_EnvironmentIsWrong_IsExitCode2AndSaysSo(string setting, string sentence)
    {
        var (exitCode, _, error) = await BoomCommand.RunAsync([setting], "run", "--alerts", "1", "--until-done", "--data", Path.Combine(_folder.Path, "data"));

        Assert.Equal(2, exitCode);
        Assert.Contains(error.Split('\n'), line => line.StartsWith(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OptionsOfTheConsumer_AreTaken()
    {
        var data = Path.Combine(_folder.Path, "data");

        var (exitCode, output, error) = await BoomCommand.RunAsync(
            ["Consumer__Workers=2", "Consumer__Night=20260101", "Consumer__BatchSize=3"], "run", "--alerts", "20", "--until-done", "--json", "--data", data);

        Assert.True(exitCode == 0, error);
        Assert.Contains("\"stored\":20", output, StringComparison.Ordinal);
    }

    static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();
}
