using System.Text.Json;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>Answers of registries that are not what was asked for.</summary>
public sealed class RegistryAnswersTests : IDisposable
{
    static readonly SchemaSubject Subject = NumberedSchemas.Subject();

    readonly RegistryHarness _harness = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData(200, "<html>We are at work</html>", "text/html", "200 OK with text/html that is not JSON")]
    [InlineData(200, """{"schema": "{""", "application/json", "200 OK with application/json that is not JSON")]
    [InlineData(200, """{"id": 7}""", "application/json", "answers without a schema")]
    [InlineData(200, """{"schema": "\ud800"}""", "application/json", "cannot be read")]
    [InlineData(404, "<html>Not here</html>", "text/html", "is the address right?")]
    [InlineData(404, "{}", "application/json", "is the address right?")]
    [InlineData(500, "", "text/plain", "answers 500 InternalServerError")]
    [InlineData(503, "", "text/plain", "answers 503 ServiceUnavailable")]
    public async Task FindAsync_AnswerOfNoRegistry_PacketWaits(int status, string body, string type, string expected)
    {
        _harness.Server.Answer = _ => new TestReply(status, body, type);

        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => _harness.Start().FindAsync(Subject, 1101, Token).AsTask());

        Assert.Contains(_harness.Server.Address, fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"record","name":"alert","namespace":"toy.v10_0","fields":[]}""", "the schema is of toy.v10_0.alert, not of toy.v11_1.alert")]
    [InlineData("""{"type":"record","name":"alert","namespace":"toy.v11_1"}""", "has no fields")]
    [InlineData("""{"type":"record","name":"toy.v11_1.alert","fields":[{"name":"a","type":"unheard"}]}""", "unknown type 'unheard'")]
    [InlineData("{not json", "is not JSON")]
    [InlineData("\"long\"", "no record")]
    public async Task FindAsync_AnotherSchemaThanAsked_IsRefusedWithAddressAndReason(string schema, string expected)
    {
        _harness.Serve(1101, schema);

        var answer = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Null(answer.Json);
        Assert.Contains($"{_harness.Server.Address}/subjects/alert-packet/versions/1101", answer.Problem, StringComparison.Ordinal);
        Assert.Contains(expected, answer.Problem, StringComparison.Ordinal);
        Assert.Contains(_harness.Log.All, line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindAsync_AnotherSchemaThanAsked_NextAddressIsAsked()
    {
        using var second = new TestRegistry();
        _harness.Serve(1101, NumberedSchemas.Schema(10, 0));
        second.Versions[("alert-packet", 1101)] = NumberedSchemas.Schema(11, 1);
        _harness.Options.Addresses = [_harness.Server.Address, second.Address];

        Assert.StartsWith(second.Address, (await _harness.Start().FindAsync(Subject, 1101, Token)).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_FirstAddressAway_NextAddressIsAsked()
    {
        using var second = new TestRegistry();
        second.Versions[("alert-packet", 1101)] = NumberedSchemas.Schema(11, 1);
        _harness.Server.Leave();
        _harness.Options.Addresses = [_harness.Server.Address, second.Address];

        Assert.NotNull((await _harness.Start().FindAsync(Subject, 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_OneAddressAwayAndTheOtherWithoutIt_PacketWaits()
    {
        using var second = new TestRegistry();
        _harness.Server.Leave();
        _harness.Options.Addresses = [_harness.Server.Address, second.Address];

        await Assert.ThrowsAsync<TransientFaultException>(() => _harness.Start().FindAsync(Subject, 1101, Token).AsTask());
    }

    [Fact]
    public async Task FindAsync_NoSuchVersion_IsLookedUpAsAGlobalId()
    {
        _harness.Server.Ids[1101] = NumberedSchemas.Schema(11, 1);

        var found = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Equal($"{_harness.Server.Address}/schemas/ids/1101", found.Source);
        Assert.Equal(["/subjects/alert-packet/versions/1101", "/schemas/ids/1101"], _harness.Server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task FindAsync_GlobalIdOfAnotherSubject_IsNoAnswer()
    {
        _harness.Server.Ids[1101] = """{"type":"record","name":"other","namespace":"x","fields":[]}""";

        var answer = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Contains("versions/1101 has none", answer.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("x.other", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_References_AreInlined()
    {
        _harness.Server.Answer = path => path switch
        {
            "/subjects/alert-packet/versions/1101" => new TestReply(200, JsonSerializer.Serialize(new
            {
                schema = """{"type":"record","name":"alert","namespace":"toy.v11_1","fields":[{"name":"a","type":"toy.v11_1.source"},{"name":"b","type":["null","source"]}]}""",
                references = new[] { new { name = "toy.v11_1.source", subject = "source", version = 3 } },
            })),
            "/subjects/source/versions/3" => new TestReply(200, JsonSerializer.Serialize(new { schema = """{"type":"record","name":"source","namespace":"toy.v11_1","fields":[{"name":"x","type":"double"}]}""" })),
            _ => new TestReply(404, """{"error_code":40403}"""),
        };

        var found = await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.Equal(
            """{"type":"record","name":"alert","namespace":"toy.v11_1","fields":[{"name":"a","type":{"type":"record","name":"source","namespace":"toy.v11_1","fields":[{"name":"x","type":"double"}]}},{"name":"b","type":["null","source"]}]}""",
            found.Json);
    }

    [Fact]
    public async Task FindAsync_Redirect_IsFollowed()
    {
        using var second = new TestRegistry();
        second.Versions[("alert-packet", 1101)] = NumberedSchemas.Schema(11, 1);
        _harness.Server.Answer = path => new TestReply(302, "", Header: $"Location: {second.Address}{path}");

        Assert.NotNull((await _harness.Start().FindAsync(Subject, 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_RedirectToAnotherHost_CarriesNoCredentials()
    {
        using var second = new TestRegistry();
        second.Versions[("alert-packet", 1101)] = NumberedSchemas.Schema(11, 1);
        (_harness.Options.User, _harness.Options.Password) = ("reader", "open sesame");
        _harness.Server.Answer = path => path.StartsWith("/moved", StringComparison.Ordinal)
            ? new TestReply(302, "", Header: $"Location: {second.Address}{path["/moved".Length..]}")
            : new TestReply(302, "", Header: $"Location: /moved{path}");

        await _harness.Start().FindAsync(Subject, 1101, Token);

        Assert.All(_harness.Server.Requests, request => Assert.Equal("Basic cmVhZGVyOm9wZW4gc2VzYW1l", request.Authorization));
        Assert.Equal(2, _harness.Server.Requests.Count);
        Assert.Equal("", Assert.Single(second.Requests).Authorization);
    }

    [Fact]
    public async Task FindAsync_RedirectsWithoutEnd_PacketWaits()
    {
        _harness.Server.Answer = path => new TestReply(307, "", Header: $"Location: {path}");

        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => _harness.Start().FindAsync(Subject, 1101, Token).AsTask());

        Assert.Contains("redirects more than 5 times", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "asks for user and password")]
    [InlineData("reader", "does not let this user in")]
    public async Task FindAsync_RegistryAsksForCredentials_SomebodyMustAct(string user, string expected)
    {
        (_harness.Options.User, _harness.Options.Password) = (user, user.Length > 0 ? "wrong" : "");
        _harness.Server.Answer = _ => new TestReply(401, "");
        var registry = _harness.Start();

        var fault = await Assert.ThrowsAsync<PermanentFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());
        await Assert.ThrowsAsync<PermanentFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _harness.Server.LookUps);
        Assert.DoesNotContain(_harness.Log.All, line => line.Contains("wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindAsync_RegistryAsksForCredentialsAndTheNumberIsIncluded_IncludedIsUsed()
    {
        _harness.Server.Answer = _ => new TestReply(401, "");

        Assert.NotNull((await _harness.Start().FindAsync(NumberedSchemas.Subject(new Version(11, 1)), 1101, Token)).Json);
        Assert.Single(_harness.Pulses.Lacks);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task FindAsync_RetryAfter_IsRespectedForAllNumbers(int status)
    {
        _harness.Server.Answer = _ => new TestReply(status, "", Header: "Retry-After: 180");
        var registry = _harness.Start();
        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());
        _harness.Server.Answer = _harness.Server.AnswerAsRegistry;
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));

        _harness.Time.Advance(TimeSpan.FromSeconds(170));
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1100, Token).AsTask());
        var asked = _harness.Server.Requests.Count;
        _harness.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Contains("asks to wait 180 s", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);
        Assert.NotNull((await RegistryHarness.FoundAsync(registry, Subject, 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_RetryAfterADate_IsRespected()
    {
        _harness.Server.Answer = _ => new TestReply(429, "", Header: "Retry-After: Sun, 01 Mar 2026 00:05:00 GMT");
        var registry = _harness.Start();
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());

        _harness.Time.Advance(TimeSpan.FromMinutes(4));
        await Assert.ThrowsAsync<TransientFaultException>(() => registry.FindAsync(Subject, 1101, Token).AsTask());

        Assert.Single(_harness.Server.Requests);
    }

    [Fact]
    public async Task FetchAsync_CacheHasAnother_ReplacesIt()
    {
        var registry = _harness.Start();
        registry.Cache.Save(Subject, 1101, NumberedSchemas.Schema(11, 1, "old"), "a test");
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));

        await registry.FetchAsync(Subject, 1101, Token);

        Assert.Equal(NumberedSchemas.Schema(11, 1), registry.Cache.Find(Subject, 1101, out _)!.Json);
    }

    [Fact]
    public async Task ListAsync_Registry_AnswersItsVersions()
    {
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        _harness.Serve(900, NumberedSchemas.Schema(9, 0));

        var (address, numbers) = await _harness.Start().ListAsync(Subject, Token);

        Assert.Equal(_harness.Server.Address, address);
        Assert.Equal([900u, 1101u], numbers);
    }
}
