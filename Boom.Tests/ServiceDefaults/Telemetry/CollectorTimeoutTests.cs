using Boom.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Telemetry;

/// <summary>What is left is sent when a program ends: a collector that does not answer must not hold up the end.</summary>
public sealed class CollectorTimeoutTests
{
    [Theory]
    [InlineData(null, "2000")]
    [InlineData("7000", "7000")]
    public void AddBoomTelemetry_Timeout_IsShortUnlessGiven(string? given, string expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration[BoomTelemetry.EndpointKey] = "http://localhost:4317";
        builder.Configuration[BoomTelemetry.TimeoutKey] = given;

        builder.AddBoomTelemetry("program");

        Assert.Equal(expected, builder.Configuration[BoomTelemetry.TimeoutKey]);
    }
}
