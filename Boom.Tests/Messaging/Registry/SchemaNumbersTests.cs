using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Messaging.Registry;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>Numbers that are none, and floods of them: what is asked and kept is bounded.</summary>
public sealed class SchemaNumbersTests : IDisposable
{
    static readonly SchemaSubject Subject = NumberedSchemas.Subject();

    readonly RegistryHarness _harness = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _harness.Dispose();

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
