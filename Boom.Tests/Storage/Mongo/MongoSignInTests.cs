using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>What ends a sign-in: the network and a server that goes down may, and are waited for; only a refusal is one.</summary>
public sealed class MongoSignInTests
{
    const string Password = "s3cr3t";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static ScriptedMongo Start(Func<string, ScriptedAnswer?> fault, string password = Password)
    {
        var users = new ScramUsers(password);
        return new(command =>
        {
            var step = ScriptedMongo.IsHello(command) && command.Contains("speculativeAuthenticate") ? "hello" : command.GetElement(0).Name;
            if (fault(step) is { } answer)
                return answer;
            if (ScriptedMongo.IsHello(command))
                return ScriptedMongo.Hello();
            return step is "saslStart" or "saslContinue"
                ? users.Answer(command)
                : ScriptedMongo.Ok(new MongoDB.Bson.BsonElement("cursor", new MongoDB.Bson.BsonDocument
                {
                    { "id", 0L }, { "ns", "boom.x" }, { "firstBatch", new MongoDB.Bson.BsonArray() },
                }));
        });
    }

    static MongoStore Open(ScriptedMongo server, string options = "") => MongoStore.Open(
        new()
        {
            ConnectionString = $"mongodb://boom:{Password}@127.0.0.1:{server.Port}/boom?authSource=admin&authMechanism=SCRAM-SHA-256&socketTimeoutMS=400&connectTimeoutMS=400{options}",
            ServerSelectionTimeout = TimeSpan.FromMilliseconds(1500),
        },
        TimeProvider.System);

    static async Task AskAsync(MongoStore store) => await store.FindAlertsAsync(Survey.Ztf, [1], Token);

    [Fact]
    public async Task SignIn_RightPassword_LetsIn()
    {
        using var server = Start(_ => null);
        using var store = Open(server);
        Assert.Null(await Record.ExceptionAsync(() => AskAsync(store)));
    }

    [Theory]
    [InlineData("hello", "cut")]
    [InlineData("hello", "stall")]
    [InlineData("hello", "91")]
    [InlineData("saslStart", "cut")]
    [InlineData("saslStart", "stall")]
    [InlineData("saslStart", "11600")]
    [InlineData("saslStart", "10107")]
    [InlineData("saslContinue", "cut")]
    [InlineData("saslContinue", "stall")]
    [InlineData("saslContinue", "91")]
    [InlineData("saslContinue", "1")]
    public async Task SignIn_ServerGoesInBetween_IsTransientAndThenLetsIn(string step, string fault)
    {
        var isBroken = true;
        using var server = Start(at => at != step || !Volatile.Read(ref isBroken) ? null : fault switch
        {
            "cut" => new ScriptedAnswer.Cut(),
            "stall" => new ScriptedAnswer.Stall(),
            var code => ScriptedAnswer.Error(int.Parse(code, null), "going down"),
        });
        using var store = Open(server);

        var trouble = await Assert.ThrowsAsync<TransientFaultException>(() => AskAsync(store));
        Assert.DoesNotContain(Password, trouble.ToString(), StringComparison.Ordinal);

        Volatile.Write(ref isBroken, false);
        await RetryAsync(() => AskAsync(store));
    }

    [Fact]
    public async Task SignIn_WrongPassword_IsPermanentAndNamesAuthSource()
    {
        using var server = Start(_ => null, password: "another");
        using var store = Open(server);

        var refusal = await Assert.ThrowsAsync<PermanentFaultException>(() => AskAsync(store));

        Assert.Contains("Authentication failed", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("authSource=admin", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("saslStart", "")]
    [InlineData("saslStart", "HTTP/1.1 400 Bad Request")]
    [InlineData("saslStart", "r=,s=,i=")]
    [InlineData("saslStart", "r=other,s=AAAA,i=4096")]
    [InlineData("saslContinue", "")]
    [InlineData("saslContinue", "v=")]
    [InlineData("saslContinue", "v=AAAA")]
    [InlineData("saslContinue", "nothing of the kind")]
    public async Task SignIn_ServerDoesNotProveWhoItIs_IsTold(string step, string payload)
    {
        using var server = Start(at => at == step
            ? ScriptedMongo.Ok(new("conversationId", 1), new("done", false), new("payload", System.Text.Encoding.UTF8.GetBytes(payload)))
            : null);
        using var store = Open(server);

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(store));

        Assert.True(fault is PermanentFaultException, fault.ToString());
        Assert.Contains("sign-in", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
    }

    static async Task RetryAsync(Func<Task> call)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await call();
                return;
            }
            catch (TransientFaultException) when (tries < 10)
            {
                // The client may still be looking at what was.
            }
        }
    }
}
