using Boom.Core.Matching;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Enricher.Stored;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher;

/// <summary>A store with a simulated night, and networks to enrich it with again.</summary>
public abstract class StoredEnrichmentCase : IDisposable
{
    protected const int Alerts = 30;

    readonly StoreFixture _fixture = new();
    readonly TemporaryFolder _models = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected SqliteStore Store => _fixture.Store;

    public void Dispose()
    {
        _fixture.Dispose();
        _models.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static StoredSelection Selection(string? where = null) => new(AlertSpan.All, Where: where is null ? null : MatchExpression.Parse(where));

    private protected async Task<StoredAccount> RunAsync(
        string[] networks, string version = "1", StoredSelection? selection = null, double? rate = null, TimeProvider? time = null)
    {
        var account = new StoredAccount();
        using var set = Open(networks, version);
        using var enrichment = Create(set, selection ?? Selection(), rate, time ?? TimeProvider.System);
        await enrichment.RunAsync(StoredEnrichment.Start, (part, _) => account.Add(part), Token);
        return account;
    }

    private protected async Task RunAsync(string[] networks, Action<StoredAccount, long> done, CancellationToken stop, long cursor = StoredEnrichment.Start)
    {
        using var set = Open(networks, "1");
        using var enrichment = Create(set, Selection(), null, TimeProvider.System);
        await enrichment.RunAsync(cursor, done, stop);
    }

    private protected StoredEnrichment Create(
        SurveyNetworks networks, StoredSelection selection, double? rate, TimeProvider time, IAlertStore? store = null, int batchSize = 5) => new(
        SurveyCatalog.Default[Survey.Ztf], networks.Set, store ?? _fixture.Store, _fixture.Store, selection, "boom test", batchSize, rate, time);

    private protected SurveyNetworks Open(string[] keys, string version)
    {
        foreach (var key in keys)
            Write(key, version);
        var networks = SurveyNetworks.Open(new ModelsOptions { Folder = _models.Path, Networks = string.Join(", ", keys) }, SurveyCatalog.Default[Survey.Ztf], 2, TimeProvider.System);
        Assert.Empty(networks.Problems);
        return networks;
    }

    // Answers the model folder.
    private protected string Write(string key, string version)
    {
        File.WriteAllBytes(Path.Combine(_models.Path, $"{key}.onnx"), TinyNetwork.Build(channels: 2, size: 3, numbers: 3, weight: 1e-4f));
        var json = TinyModel.Json.Replace("tiny", key, StringComparison.Ordinal).Replace("\"version\": \"1\"", $"\"version\": \"{version}\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_models.Path, $"{key}.json"), json);
        return _models.Path;
    }

    private protected async Task<List<long>> EnrichedAsync()
    {
        var candids = await IngestAsync();
        foreach (var candid in candids)
            await _fixture.EnrichAsync(candid);
        return candids;
    }

    // Ascending, as they are walked through.
    private protected async Task<List<long>> IngestAsync()
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = Alerts, Seed = 3 }).Packets().ToArray();
        await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        return [.. packets.Select(packet => packet.Candid).Order()];
    }

    private protected async Task<List<string>> ReadBytesAsync(List<long> candids)
    {
        var documents = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, Token);
        return candids.ConvertAll(candid => Convert.ToHexString(documents[candid]));
    }

    private protected async Task<List<BsonDocument>> ReadAsync(List<long> candids)
    {
        var documents = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, Token);
        return candids.ConvertAll(candid => StoreFixture.Parse(documents[candid]));
    }
}
