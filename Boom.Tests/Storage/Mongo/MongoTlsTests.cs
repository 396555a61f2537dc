using System.Security.Cryptography.X509Certificates;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Mongo;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Encrypted connections: what is not trusted or does not fit is told as what it is, and not waited for.</summary>
public sealed class MongoTlsTests : IDisposable
{
    readonly TestAuthority _authority = new("Boom test authority");
    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string CaFile
    {
        get
        {
            var path = Path.Combine(_folder.Path, "ca.pem");
            File.WriteAllText(path, _authority.Pem);
            return path;
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    static ScriptedMongo Start(X509Certificate2? certificate, string? setName = null) => new(
        command => ScriptedMongo.IsHello(command) ? ScriptedMongo.Hello(setName) : Empty, certificate: certificate);

    static ScriptedAnswer Empty => ScriptedMongo.Ok(new BsonElement("cursor", new BsonDocument
    {
        { "id", 0L }, { "ns", "boom.x" }, { "firstBatch", new BsonArray() },
    }));

    static async Task AskAsync(ScriptedMongo server, string options, string? caFile = null)
    {
        var settings = new MongoStoreOptions
        {
            ConnectionString = $"mongodb://127.0.0.1:{server.Port}/boom?{options}", CaFile = caFile, ServerSelectionTimeout = TimeSpan.FromMilliseconds(2500),
        };
        using var store = MongoStore.Open(settings, TimeProvider.System);
        await store.FindAlertsAsync(Survey.Ztf, [1], Token);
    }

    /// <summary>A machine that is busy may not have heard from the server in time.</summary>
    static async Task<string> RefusalAsync(Func<Task> ask)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ask();
                Assert.Fail("It was let in.");
            }
            catch (PermanentFaultException refusal)
            {
                return refusal.Message;
            }
            catch (TransientFaultException fault) when (tries < 10 && fault.Message.Contains("no answer yet", StringComparison.Ordinal))
            {
                // Once more.
            }
        }
    }

    [Fact]
    public async Task Connect_AuthorityNobodyTrusts_SaysSoAndNamesTheRemedy()
    {
        using var server = Start(_authority.Issue());
        var message = await RefusalAsync(() => AskAsync(server, "tls=true"));
        Assert.Contains("does not trust", message, StringComparison.Ordinal);
        Assert.Contains("AlertDb:CaFile", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_AuthorityInAFile_IsTrusted(bool byConnectionString)
    {
        using var server = Start(_authority.Issue());
        Assert.Null(await Record.ExceptionAsync(
            () => byConnectionString ? AskAsync(server, "tls=true&tlsCAFile=" + Uri.EscapeDataString(CaFile)) : AskAsync(server, "tls=true", CaFile)));
    }

    [Fact]
    public async Task Connect_CertificateOfAnotherAuthority_IsRefused()
    {
        using var other = new TestAuthority("Another authority");
        using var server = Start(other.Issue());
        Assert.Contains("none of the authorities", await RefusalAsync(() => AskAsync(server, "tls=true", CaFile)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CertificateForAnotherHost_IsRefused()
    {
        using var server = Start(_authority.Issue("elsewhere.example"));
        Assert.Contains("another host", await RefusalAsync(() => AskAsync(server, "tls=true", CaFile)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CertificateThatHasExpired_IsRefused()
    {
        using var server = Start(_authority.Issue(validDays: -1));
        Assert.Contains("not valid today", await RefusalAsync(() => AskAsync(server, "tls=true", CaFile)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_TlsToAServerWithout_SaysSo()
    {
        using var server = Start(null);
        Assert.Contains("without TLS", await RefusalAsync(() => AskAsync(server, "tls=true")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_PlainToAServerOfTlsOnly_SaysSo()
    {
        using var server = Start(_authority.Issue());
        Assert.Contains("TLS only", await RefusalAsync(() => AskAsync(server, "tls=false")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicaSet=rs0", "rs1")]
    [InlineData("replicaSet=rs0", null)]
    public async Task Connect_ReplicaSetOfAnotherName_SaysSo(string options, string? setName)
    {
        using var server = Start(null, setName);
        var message = await RefusalAsync(() => AskAsync(server, options));
        Assert.Contains("replica set of the name rs0", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.pem", "tls=true", "cannot be read")]
    [InlineData("empty.pem", "tls=true", "no certificate")]
    [InlineData("ca.pem", "tls=false", "without TLS")]
    public void Open_CaFileThatCannotBeUsed_NamesKeyAndRemedy(string file, string options, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "empty.pem"), "");
        _ = CaFile;
        var path = Path.Combine(_folder.Path, file);
        foreach (var settings in (MongoStoreOptions[])
        [
            new() { ConnectionString = $"mongodb://host/?{options}", CaFile = path },
            new() { ConnectionString = $"mongodb://host/?{options}&tlsCAFile={Uri.EscapeDataString(path)}" },
        ])
        {
            var fault = Assert.Throws<PermanentFaultException>(settings.Validate);
            Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
            Assert.Contains("CAFile", fault.Message, StringComparison.OrdinalIgnoreCase);
        }
    }
}
