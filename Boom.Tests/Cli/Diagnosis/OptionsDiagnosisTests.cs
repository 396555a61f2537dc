using Boom.Cli.Diagnosis;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Cli.Diagnosis;

public sealed class OptionsDiagnosisTests
{
    [Theory]
    [InlineData("options Streams", "Streams:Public:Partitions", "many")]
    [InlineData("options Streams", "Streams:Publik", "true")]
    [InlineData("options Filter", "Filter:BatchSize", "many")]
    public void Run_WrongOption_IsALineOfItsSection(string subject, string key, string value)
    {
        var findings = OptionsDiagnosis.Run(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build());

        var failed = Assert.Single(findings, finding => finding.Status == FindingStatus.Fail);
        Assert.Equal(subject, failed.Subject);
        Assert.StartsWith(key, failed.Detail, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding is { Subject: "options Streams" });
    }
}
