using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Boom.AppHost.Tests;

public sealed class HealthReportTests
{
    [Fact]
    public void Read_ChecksThatAreNotWell_AreNamedWithTheirReasons()
    {
        var result = HealthReport.Read("""
            {"status":"Degraded","checks":{
                "stages":{"status":"Degraded","detail":"consumer ztf 0: The intake of ZTF is paused."},
                "kafka":{"status":"Healthy","detail":"answers"},
                "workers":{"status":"Healthy"}}}
            """);

        Assert.Equal((HealthStatus.Degraded, "stages: consumer ztf 0: The intake of ZTF is paused."), (result.Status, result.Description));
    }

    [Fact]
    public void Read_AllIsWell_SaysNothingMore()
    {
        var result = HealthReport.Read("""{"status":"Healthy","checks":{"kafka":{"status":"Healthy","detail":"answers"}}}""");

        Assert.Equal((HealthStatus.Healthy, ""), (result.Status, result.Description));
    }

    [Theory]
    [InlineData("""{"status":"fine","checks":{}}""")]
    [InlineData("<html>")]
    public void Read_NoReport_IsAFault(string answer) => Assert.ThrowsAny<JsonException>(() => HealthReport.Read(answer));
}
