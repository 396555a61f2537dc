using System.Diagnostics;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Observability;

/// <summary>The alert rules, checked by the tool of Prometheus itself (Debian package prometheus).</summary>
public sealed class PromtoolTests
{
    static string Rules => Path.GetDirectoryName(ObservabilityFiles.Rules)!;

    [Fact]
    public Task Rules_Check_Succeeds() => RunAsync("check", "rules", "boom.yml");

    [Theory]
    [InlineData("boom.test.yml")]
    [InlineData("boom.hours.test.yml")]
    public Task Rules_UnitTests_Succeed(string tests) => RunAsync("test", "rules", tests);

    [Fact]
    public Task Configuration_Check_Succeeds() => RunAsync("check", "config", "../prometheus.yml");

    [Fact]
    public void Rules_EveryAlert_HasAUnitTest()
    {
        var tests = string.Concat(Directory.GetFiles(Rules, "*.test.yml").Select(File.ReadAllText));
        var alerts = File.ReadLines(ObservabilityFiles.Rules).Where(line => line.Contains("- alert: ", StringComparison.Ordinal)).Select(line => line.Split(": ")[1]).ToList();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains(alert, tests, StringComparison.Ordinal));
    }

    static async Task RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(TestServices.Has("promtool"), "No promtool: install the Debian package prometheus.");
        var start = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = Rules, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, $"{await output}{await errors}");
    }
}
