using Boom.Cli.Drill;
using Boom.Testing;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>A program that was asked to end while it started ended with a fault: its stage had been cancelled before it had begun.</summary>
public sealed class StoppedWhileStartingTests : IDisposable
{
    const int EndedBySigTerm = 128 + ChildProcess.SigTerm;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(300)]
    [InlineData(500)]
    [InlineData(700)]
    [InlineData(1000)]
    [InlineData(1500)]
    public async Task Stop_WhileItStarts_IsNoFault(int delayMs)
    {
        var ports = FreePorts.Take(2);
        var servers = new Dictionary<string, string?>
        {
            ["ConnectionStrings__valkey"] = DrillServers.Address(ports[0]),
            ["ConnectionStrings__alertdb"] = DrillServers.Database("boom", ports[1]),
        };
        await using var program = ChildProcess.StartStage(
            "enricher", "Boom.Enricher", ["--Http:Port", "0"], servers, Path.Combine(_folder.Path, "log"));

        await Task.Delay(TimeSpan.FromMilliseconds(delayMs), TimeProvider.System, TestContext.Current.CancellationToken);
        program.Signal(ChildProcess.SigTerm);

        Assert.True(await program.WaitAsync(DrillProgram.LongestStop, TestContext.Current.CancellationToken));
        Assert.True(program.ExitCode == 0 || (program.ExitCode == EndedBySigTerm && !program.HasSpoken), $"{program.ExitCode}: {program.Tail()}");
    }
}
