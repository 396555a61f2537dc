using System.Diagnostics;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Tests.Contracts;
using Xunit;

namespace Boom.Tests.Storage.Cutouts;

public sealed class S3CutoutStoreTests : IDisposable
{
    const string Secret = "wJalrXUtnFEMI";

    readonly BucketServer _server = new("night");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    S3CutoutStore Open(string bucket = "night")
        => new(new() { Endpoint = _server.Address, Bucket = bucket, AccessKey = "boom", SecretKey = Secret });

    [Fact]
    public async Task PutAsync_Alerts_AreReadBackByCandid()
    {
        using var store = Open();
        AlertWrite[] alerts = [StoreDocuments.Alert(1), StoreDocuments.Alert(2) with { CutoutsDocument = default }, StoreDocuments.Alert(3)];
        await store.PutAsync(Survey.Ztf, alerts, Token);
        Assert.Equal(["ztf/cutouts/1.bson", "ztf/cutouts/3.bson"], _server.Keys.Order());
        Assert.Equal(alerts[0].CutoutsDocument.ToArray(), await store.ReadAsync(Survey.Ztf, 1, Token));
        Assert.Null(await store.ReadAsync(Survey.Ztf, 2, Token));
    }

    [Fact]
    public async Task ReadAsync_ManyAtOnce_AreThoseThatAreThere()
    {
        using var store = Open();
        await store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1), StoreDocuments.Alert(3)], Token);

        using var found = await store.ReadAsync(Survey.Ztf, [1, 2, 3], Token);

        Assert.Equal([1, 3], found.Candids.Order());
        Assert.Equal(StoreDocuments.Alert(3).CutoutsDocument.ToArray(), found[3]!.Value.ToArray());
    }

    [Fact]
    public async Task RemoveAsync_SomeAndOneThatIsNotThere_LeavesTheOthers()
    {
        using var store = Open();
        await store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1), StoreDocuments.Alert(3), StoreDocuments.Alert(5)], Token);

        await store.RemoveAsync(Survey.Ztf, [1, 2, 5], Token);

        Assert.Equal(["ztf/cutouts/3.bson"], _server.Keys);
    }

    [Fact]
    public async Task RemoveAsync_ServerIsBusy_IsTransient()
    {
        using var store = Open();
        _server.Refusal = 503;

        await Assert.ThrowsAsync<TransientFaultException>(() => store.RemoveAsync(Survey.Ztf, [1], Token));
    }

    [Fact]
    public async Task PutAsync_ObjectThatIsThere_StaysAsItIs()
    {
        using var store = Open();
        var first = StoreDocuments.Alert(1);
        await store.PutAsync(Survey.Ztf, [first], Token);
        await store.PutAsync(Survey.Ztf, [first with { CutoutsDocument = StoreDocuments.Padding(10) }], Token);
        Assert.Equal(first.CutoutsDocument.ToArray(), await store.ReadAsync(Survey.Ztf, 1, Token));
    }

    [Fact]
    public async Task PutAsync_NoSuchBucket_NamesItAndTheKey()
    {
        using var store = Open("elsewhere");
        var error = await Assert.ThrowsAsync<PermanentFaultException>(() => store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1)], Token));
        Assert.Contains("elsewhere", error.Message, StringComparison.Ordinal);
        Assert.Contains("Cutouts:S3:Bucket", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PermanentFaultException>(() => store.ReadAsync(Survey.Ztf, 1, Token));
    }

    [Theory]
    [InlineData(403, typeof(PermanentFaultException))]
    [InlineData(503, typeof(TransientFaultException))]
    public async Task PutAsync_ServerRefuses_SaysWhetherWaitingHelps(int status, Type expected)
    {
        using var store = Open();
        _server.Refusal = status;
        var fault = await Assert.ThrowsAsync(expected, () => store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1)], Token));
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAsync_NoServer_IsTransient()
    {
        using var store = Open();
        _server.Dispose();
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAsync<TransientFaultException>(() => store.PutAsync(Survey.Ztf, [StoreDocuments.Alert(1)], Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Validate_SettingsThatCannotBeUsed_NameTheKey()
    {
        AssertRefused("Cutouts:S3:Endpoint", new() { Endpoint = "s3.example.org" });
        AssertRefused("Cutouts:S3:Endpoint", new() { Endpoint = $"https://boom:{Secret}@s3.example.org" });
        AssertRefused("Cutouts:S3:Bucket", new() { Bucket = "" });
        AssertRefused("Cutouts:S3:SecretKey", new() { AccessKey = "boom" });
        new S3CutoutOptions().Validate();

        static void AssertRefused(string key, S3CutoutOptions options)
        {
            var error = Assert.Throws<PermanentFaultException>(new CutoutOptions { Store = CutoutOptions.S3Bucket, S3 = options }.Validate);
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
        }
    }
}
