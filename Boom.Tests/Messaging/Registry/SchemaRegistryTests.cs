using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Messaging.Registry;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>Where a schema comes from, how often anybody is asked, and what a packet gets meanwhile.</summary>
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

    [Theory]
    [InlineData(0u)]
    [InlineData(99u)]
    [InlineData(10000u)]
    [InlineData(uint.MaxValue)]
    public async Task FindAsync_NumberThatCanBeNone_IsRefusedWithoutALookUp(uint number)
    {
        var answer = await _harness.Start().FindAsync(Subject, number, Token);

        Assert.Contains($"the schema {number}, which can be no number", answer.Problem, StringComparison.Ordinal);
        Assert.Empty(_harness.Server.Requests);
    }

    [Fact]
    public async Task FindAsync_FloodOfNumbers_AsksAndKeepsABoundedNumber()
    {
        var registry = _harness.Start();
        var random = new Random(1);

        for (var i = 0; i < 2000; i++)
            Assert.Null((await registry.FindAsync(Subject, (uint)random.Next(100, 10_000), Token)).Json);
        var last = await registry.FindAsync(Subject, 9999, Token);

        Assert.Equal(SubjectSchemas.MostLookUps, _harness.Server.LookUps);
        Assert.Contains("replay", last.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_FloodOfNumbers_KeepsNobodyFromWhatIsAtHandOrAway()
    {
        _harness.Server.Leave();
        var registry = _harness.Start();
        var subject = NumberedSchemas.Subject(new Version(10, 0));
        registry.Cache.Save(subject, 1101, NumberedSchemas.Schema(11, 1), "a test");
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(subject, 1102, Token).AsTask());
        _harness.Time.Advance(TimeSpan.FromMinutes(1));
        for (var number = 2000u; number < 2000 + SubjectSchemas.MostLookUps; number++)
            await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(subject, number, Token).AsTask());

        Assert.Null((await registry.FindAsync(subject, 3000, Token)).Json);
        Assert.NotNull((await registry.FindAsync(subject, 1101, Token)).Json);
        Assert.NotNull((await registry.FindAsync(subject, 1000, Token)).Json);
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(subject, 1102, Token).AsTask());
    }

    [Fact]
    public async Task FindAsync_NumbersOverManyMinutes_MemoryStaysBounded()
    {
        var schemas = new SubjectSchemas(
            Subject, (number, _) => Task.FromResult(new SchemaEntry(new WriterSchema(number == 1101 ? "known" : null), "", false, number == 1101 ? SchemaEntry.Never : SubjectSchemas.After(_harness.Time, SubjectSchemas.Patience))), (_, _) => false, _harness.Time);
        await schemas.FindAsync(1101, Token);

        for (var number = 2000u; number < 4000; number++)
        {
            await schemas.FindAsync(number, Token);
            _harness.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(schemas.Count, 1, SubjectSchemas.MostEntries);
        Assert.Equal("known", (await schemas.FindAsync(1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_LookUpFailsUnforeseen_IsToldAndLookedUpAgain()
    {
        var calls = 0;
        var schemas = new SubjectSchemas(
            Subject,
            (_, _) => ++calls == 1 ? throw new InvalidOperationException("a fault of ours") : Task.FromResult(new SchemaEntry(new WriterSchema("{}"), "", false, SchemaEntry.Never)),
            (_, _) => false,
            _harness.Time);

        await Assert.ThrowsAsync<InvalidOperationException>(() => schemas.FindAsync(1101, Token).AsTask());

        Assert.Equal("{}", (await schemas.FindAsync(1101, Token)).Json);
    }
}
