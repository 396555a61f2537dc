using System.Diagnostics;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Mongo;
using Boom.Testing;
using Boom.Tests.Contracts;
using Boom.Tests.Support;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>Servers that are away, settings that cannot be used, and what messages say of them.</summary>
public sealed class MongoFaultTests
{
    const string Password = "s3cr3t";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static MongoStore Open(string connectionString) => MongoStore.Open(
        new() { ConnectionString = connectionString, ServerSelectionTimeout = TimeSpan.FromMilliseconds(400) }, TimeProvider.System);

    static AlertBatch Batch(long candid)
    {
        var alert = StoreDocuments.Alert(candid);
        return new(Survey.Ztf, [alert], [new(alert.Origin, PacketOutcome.Stored)], []);
    }

    [Fact]
    public async Task WriteAsync_ServerGoesAndComesBack_IsTransientMeanwhile()
    {
        Assert.SkipWhen(MongoProcess.Obstacle is not null, $"No server can be started: {MongoProcess.Obstacle}.");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "data");
        var server = await MongoProcess.StartAsync(FreePorts.Take(1)[0], file);
        try
        {
            using var store = Open(server.ConnectionString);
            await WhenBackAsync(async () => await store.WriteAsync(Batch(1), Token));

            server.Dispose();
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var watch = Stopwatch.StartNew();
                await Assert.ThrowsAsync<TransientFaultException>(async () => await store.WriteAsync(Batch(2), Token));
                Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
            }

            server = await MongoProcess.StartAsync(server.Port, file);
            Assert.Empty(await WhenBackAsync(async () => await store.WriteAsync(Batch(2), Token)));
            Assert.Contains(2, (await store.FindAlertsAsync(Survey.Ztf, [2], Token)).Keys);
        }
        finally
        {
            server.Dispose();
        }
    }

    [Fact]
    public async Task EveryCall_NoServer_IsTransientAndNamesItWithoutPassword()
    {
        using var store = Open($"mongodb://boom:{Password}@127.0.0.1:{FreePorts.Take(1)[0]}/night?authSource=admin");
        Func<Task>[] calls =
        [
            async () => await store.WriteAsync(Batch(1), Token),
            async () => await store.FindAlertsAsync(Survey.Ztf, [1], Token),
            async () => await store.RecordAsync([new(StoreDocuments.Origin(1), PacketOutcome.Stored)], Token),
            async () => await store.ReadLedgerAsync(null, Token),
            async () => await store.ListDeadLettersAsync(10, Token),
            async () => await store.CountAsync(Survey.Ztf, Token),
            async () => await store.ReadPlaysAsync(Token),
            async () => await store.EnsureIndexesAsync([Survey.Ztf], null, Token),
        ];
        foreach (var call in calls)
        {
            var fault = await Assert.ThrowsAsync<TransientFaultException>(call);
            Assert.Contains(store.Name, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
        }

        Assert.EndsWith("/night", store.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:27017")]
    [InlineData("mongodb://boom:" + Password)]
    [InlineData("mongodb://boom:" + Password + "@:x")]
    [InlineData("mongodb://boom:" + Password + "/more@host/boom")]
    [InlineData("mongodb://boom:" + Password + "@host/boom?authMechanism=NONSENSE&w=x&journal=perhaps")]
    public void Open_WrongConnectionString_NamesKeyAndRemedyWithoutPassword(string connectionString)
    {
        var error = Assert.Throws<PermanentFaultException>(() => Open(connectionString));
        Assert.StartsWith("ConnectionStrings:alertdb is ", error.Message, StringComparison.Ordinal);
        Assert.Contains("mongodb://user:password@host:27017/boom", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SettingsOutOfRange_NameKeyAndRange()
    {
        var options = new MongoStoreOptions { ConnectionString = "mongodb://host" };
        AssertRefused("AlertDb:ServerSelectionTimeout is 00:00:00:", new() { ConnectionString = "mongodb://host", ServerSelectionTimeout = TimeSpan.Zero });
        AssertRefused("AlertDb:ReplyTimeout is 1.00:00:00:", new() { ConnectionString = "mongodb://host", ReplyTimeout = TimeSpan.FromDays(1) });
        AssertRefused("AlertDb:MaxConflicts is 0:", new() { ConnectionString = "mongodb://host", MaxConflicts = 0 });
        AssertRefused("Cutouts:Store is 'tape':", new() { ConnectionString = "mongodb://host", Cutouts = new() { Store = "tape" } });
        AssertRefused("Cutouts:Folder is empty", new() { ConnectionString = "mongodb://host", Cutouts = new() { Store = CutoutOptions.InFolder } });
        options.Validate();

        static void AssertRefused(string text, MongoStoreOptions options)
            => Assert.Contains(text, Assert.Throws<PermanentFaultException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToClientSettings_Defaults_GiveWayToTheConnectionString()
    {
        var defaults = Settings("mongodb://host");
        Assert.Equal("majority", defaults.WriteConcern.W.ToString());
        Assert.True(defaults.WriteConcern.Journal);
        Assert.False(defaults.RetryWrites);
        Assert.Equal(TimeSpan.FromSeconds(5), defaults.ServerSelectionTimeout);

        var chosen = Settings("mongodb://host/?retryWrites=true&serverSelectionTimeoutMS=9000");
        Assert.True(chosen.WriteConcern.Journal);
        Assert.True(chosen.RetryWrites);
        Assert.Equal(TimeSpan.FromSeconds(9), chosen.ServerSelectionTimeout);

        static MongoClientSettings Settings(string connectionString)
            => new MongoStoreOptions { ConnectionString = connectionString }.ToClientSettings();
    }

    static async Task<T> WhenBackAsync<T>(Func<Task<T>> call)
    {
        var failures = 0;
        var waits = new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(50), LongestWait = TimeSpan.FromSeconds(1) };
        return await new Retry(waits, TimeProvider.System, seed: 1).RunAsync(async _ => await call(), Token, () => ++failures <= 30);
    }
}
