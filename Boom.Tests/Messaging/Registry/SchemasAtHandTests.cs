using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>Schemas that are there without a registry: from the disk, or of this build.</summary>
public sealed class SchemasAtHandTests : IDisposable
{
    static readonly SchemaSubject Subject = NumberedSchemas.Subject();

    readonly RegistryHarness _harness = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task FindAsync_RegistryLosesTheVersion_PacketsStillHaveIt()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        var registry = _harness.Start();
        await registry.FindAsync(Subject, 1101, Token);
        _harness.Server.Versions.Clear();
        _harness.Time.Advance(TimeSpan.FromDays(1));

        Assert.NotNull((await registry.FindAsync(Subject, 1101, Token)).Json);
        Assert.NotNull((await _harness.Start().FindAsync(Subject, 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_WarmCacheWithoutNetwork_AnswersFromDisk()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        await _harness.Start().FindAsync(Subject, 1101, Token);
        _harness.Server.Leave();

        var found = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Equal(NumberedSchemas.Schema(11, 1), found.Json);
        Assert.StartsWith(_harness.Options.CacheFolder, found.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_DamagedCache_IsToldOnceAndReplaced()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        var file = _harness.Start().Cache.PathOf(Subject, 1101);
        await _harness.Start().FindAsync(Subject, 1101, Token);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Token)).Replace("long", "int", StringComparison.Ordinal), Token);

        var found = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Equal(NumberedSchemas.Schema(11, 1), found.Json);
        Assert.Single(_harness.Log.All, line => line.Contains(file, StringComparison.Ordinal) && line.Contains("damaged", StringComparison.Ordinal));
        _harness.Server.Leave();
        Assert.NotNull((await _harness.Start().FindAsync(Subject, 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_CacheCannotBeWritten_StillAnswers()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        await File.WriteAllTextAsync(_harness.Options.CacheFolder, "a file in the way", Token);

        Assert.NotNull((await _harness.Start().FindAsync(Subject, 1101, Token)).Json);
        Assert.Contains(_harness.Log.All, line => line.Contains("cannot be kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindAsync_NothingButThisBuild_AnswersWithTheIncludedAndTellsTheLack()
    {
        _harness.Server.Leave();

        var found = await _harness.Start().FindAsync(NumberedSchemas.Subject(new Version(11, 1)), 1101, Token);

        Assert.Equal(NumberedSchemas.Schema(11, 1, "included"), found.Json);
        Assert.Contains("1101 (11.1) of LSST is the one of this build", Assert.Single(_harness.Pulses.Lacks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_RegistryReturnsAfterTheIncludedWasUsed_TakesOver()
    {
        var subject = NumberedSchemas.Subject(new Version(11, 1));
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        _harness.Server.Leave();
        var registry = _harness.Start();
        await registry.FindAsync(subject, 1101, Token);
        _harness.Server.Return();
        _harness.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(NumberedSchemas.Schema(11, 1, "included"), (await registry.FindAsync(subject, 1101, Token)).Json);
        await _harness.Server.ArrivalAsync(Token);
        while ((await registry.FindAsync(subject, 1101, Token)).Json != NumberedSchemas.Schema(11, 1))
            await Task.Yield();

        Assert.Empty(_harness.Pulses.Lacks);
    }

    [Fact]
    public async Task FindAsync_IncludedNumberAndSlowRegistry_WaitsForOneTimeout()
    {
        _harness.Server.Answer = _ => null;
        var asked = _harness.Start().FindAsync(NumberedSchemas.Subject(new Version(11, 1)), 1101, Token).AsTask();
        await _harness.Server.ArrivalAsync(Token);

        _harness.Time.Advance(_harness.Options.Timeout);

        Assert.NotNull((await asked).Json);
    }

    [Fact]
    public async Task FindAsync_NotEnabled_AsksNobody()
    {
        _harness.Options.Enabled = false;
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        var registry = _harness.Start();

        var included = await registry.FindAsync(NumberedSchemas.Subject(new Version(11, 1)), 1101, Token);
        var other = await registry.FindAsync(NumberedSchemas.Subject(new Version(11, 1)), 1102, Token);

        Assert.NotNull(included.Json);
        Assert.Contains("nobody is configured to ask", other.Problem, StringComparison.Ordinal);
        Assert.Empty(_harness.Server.Requests);
        Assert.Empty(_harness.Pulses.Lacks);
    }
}
