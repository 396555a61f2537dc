using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>How often a registry is asked, and what a packet gets meanwhile.</summary>
public sealed class SchemaRegistryTests : IDisposable
{
    static readonly SchemaSubject Subject = NumberedSchemas.Subject();

    readonly RegistryHarness _harness = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task FindAsync_RegistryHasTheVersion_AnswersItAndWhoGaveIt()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));

        var found = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Equal((NumberedSchemas.Schema(11, 1), ""), (found.Json, found.Problem));
        Assert.StartsWith(_harness.Server.Address, found.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_KnownNumber_CompletesAtOnceWithoutAllocation()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        var registry = _harness.Start();
        await registry.FindAsync(Subject, 1101, Token);
        for (var i = 0; i < 1000; i++)
            _ = registry.FindAsync(Subject, 1101, default).IsCompletedSuccessfully;

        var before = GC.GetAllocatedBytesForCurrentThread();
        var isAtOnce = true;
        for (var i = 0; i < 1000; i++)
            isAtOnce &= registry.FindAsync(Subject, 1101, default).IsCompletedSuccessfully;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isAtOnce);
    }

    [Fact]
    public async Task FindAsync_ManyAskForOneNumber_OneLookUp()
    {
        using var go = new ManualResetEventSlim();
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        _harness.Server.Answer = path =>
        {
            go.Wait(Token);
            return _harness.Server.AnswerAsRegistry(path);
        };
        var registry = _harness.Start();

        var asked = Enumerable.Range(0, 50).Select(_ => registry.FindAsync(Subject, 1101, Token).AsTask()).ToList();
        go.Set();
        var answers = await Task.WhenAll(asked);

        Assert.All(answers, answer => Assert.NotNull(answer.Json));
        Assert.Equal(1, _harness.Server.LookUps);
    }

    [Fact]
    public async Task FindAsync_OneCallerGivesUp_TheOthersHaveTheirAnswer()
    {
        using var go = new ManualResetEventSlim();
        using var impatient = new CancellationTokenSource();
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        _harness.Server.Answer = path =>
        {
            go.Wait(Token);
            return _harness.Server.AnswerAsRegistry(path);
        };
        var registry = _harness.Start();
        var first = registry.FindAsync(Subject, 1101, impatient.Token).AsTask();
        var second = registry.FindAsync(Subject, 1101, Token).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.Set();

        Assert.NotNull((await second).Json);
    }

    [Fact]
    public async Task FindAsync_NobodyKnowsTheNumber_SaysSoForAMinuteOnly()
    {
        var registry = _harness.Start();

        var first = await registry.FindAsync(Subject, 1102, Token);
        await registry.FindAsync(Subject, 1102, Token);
        var inTheMinute = _harness.Server.LookUps;
        _harness.Serve(1102, NumberedSchemas.Schema(11, 2));
        _harness.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(first.Json);
        Assert.Contains("1102 (11.2) of LSST", first.Problem, StringComparison.Ordinal);
        Assert.Contains($"{_harness.Server.Address}/subjects/alert-packet/versions/1102", first.Problem, StringComparison.Ordinal);
        Assert.Equal(1, inTheMinute);
        Assert.NotNull((await registry.FindAsync(Subject, 1102, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_RegistryAway_PacketWaitsAndHasItsSchemaWhenItReturns()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        _harness.Server.Leave();
        var registry = _harness.Start();

        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());
        _harness.Server.Return();
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());
        var askedInTheMinute = _harness.Server.LookUps;
        _harness.Time.Advance(TimeSpan.FromMinutes(1));
        var found = await RegistryHarness.FoundAsync(registry, Subject, 1101, Token);

        Assert.Contains(_harness.Server.Address, fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, askedInTheMinute);
        Assert.NotNull(found.Json);
    }

    [Fact]
    public async Task FindAsync_RegistryHangs_EndsWithTheTimeout()
    {
        _harness.Server.Answer = _ => null;
        var asked = _harness.Start().FindAsync(Subject, 1101, Token).AsTask();
        await _harness.Server.ArrivalAsync(Token);

        _harness.Time.Advance(_harness.Options.Timeout);

        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => asked);
        Assert.Contains("does not answer within 5 s", fault.Message, StringComparison.Ordinal);
    }
}
