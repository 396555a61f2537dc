using System.Diagnostics;
using System.Text.Json;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Boom.Tests.Pipeline;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Faults;

/// <summary>
/// One night played by a process that is killed at eight seeded points of its progress and started again each time: nothing lost,
/// nothing stored twice, nothing half-stored.
/// </summary>
public sealed class KillTests : IDisposable
{
    const int Alerts = 1600;
    const int Kills = 8;

    readonly string _folder = Directory.CreateTempSubdirectory("boom-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_KilledAgainAndAgain_StoresTheNightOnceAndWhole()
    {
        var random = new Random(9);
        var points = Enumerable.Range(0, Kills).Select(_ => random.Next(Alerts)).Order().ToArray();
        var killed = 0;
        foreach (var point in points)
        {
            using var run = Start();
            if (!await ReachAsync(point, run))
                continue;
            await run.KillAsync();
            killed++;
        }

        using var last = Start();
        var (exitCode, output, errors) = await last.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.True(exitCode == 0, $"exit {exitCode}: {errors}");
        Assert.True(killed >= Kills - 2, $"only {killed} of {Kills} runs lived long enough to be killed");
        AssertAccount(output);
        await AssertStoreAsync();
    }

    BoomProcess Start() =>
        new("run", "--alerts", $"{Alerts}", "--seed", "9", "--until-done", "--json", "--data", _folder);

    // The point counts stored alerts; a run that begins beyond it is killed as soon as it has stored something, or is done.
    async Task<bool> ReachAsync(int point, BoomProcess run)
    {
        var clock = Stopwatch.StartNew();
        var before = await CountAsync();
        while (!run.HasExited && clock.Elapsed < TimeSpan.FromMinutes(2))
        {
            var stored = await CountAsync();
            if (stored >= point && (stored > before || stored == Alerts))
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return false;
    }

    async Task<long> CountAsync()
    {
        var path = Path.Combine(_folder, StoreFile());
        if (!File.Exists(path))
            return 0;
        try
        {
            using var store = SqliteStore.Open(new SqliteStoreOptions { Path = path, CreateIfMissing = false, Recover = false });
            return (await store.CountAsync(Survey.Ztf, default)).Alerts;
        }
        catch (Exception exception) when (exception is PermanentFaultException or TransientFaultException)
        {
            // The process is just making the file.
            return 0;
        }
    }

    static void AssertAccount(string output)
    {
        using var account = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        long Number(string name) => account.RootElement.GetProperty(name).GetInt64();

        Assert.Equal(Alerts, Number("published"));
        Assert.Equal((0, 0, 0), (Number("unaccounted"), Number("waiting"), Number("deadLettered")));
        Assert.Equal(Alerts, Number("stored") + Number("duplicates"));
        Assert.Equal(Alerts, Number("enriched"));
    }

    async Task AssertStoreAsync()
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder, StoreFile()), CreateIfMissing = false });
        Assert.Equal(0, store.Recovered);
        Assert.Null(store.FindDamage(TestContext.Current.CancellationToken));
        using var expected = new StoreFixture();
        var night = new SimulatedNight(new SimulationOptions { Alerts = Alerts, Seed = 9 });
        await expected.IngestAsync([.. night.Packets().Select(p => p.ToArray())]);

        Assert.Equal(await expected.Store.CountAsync(Survey.Ztf, default) with { Enriched = Alerts }, await store.CountAsync(Survey.Ztf, default));
        var positions = await ReadPositionsAsync(store, night);
        foreach (var packets in night.Packets().Select(p => (p.Candid, p.Truth().ObjectId)).Chunk(500))
        {
            var alerts = await store.ReadAlertsAsync(Survey.Ztf, [.. packets.Select(p => p.Candid)], default);
            var objects = await store.ReadObjectsAsync(Survey.Ztf, [.. packets.Select(p => p.ObjectId).Distinct()], default);
            var references = await expected.Store.ReadObjectsAsync(Survey.Ztf, [.. objects.Keys], default);
            foreach (var (candid, objectId) in packets)
            {
                Assert.True(StoreFixture.Parse(alerts[candid]).Contains("properties"), $"alert {candid} has no properties");
                Assert.NotNull(await store.ReadCutoutsAsync(Survey.Ztf, candid, default));
                Assert.Equal(LightCurves(references[objectId]), LightCurves(objects[objectId]));
                Assert.Contains(Position(objects[objectId]), positions[objectId]);
                AssertMatched(objectId, StoreFixture.Parse(objects[objectId]));
            }
        }
    }

    // With all catalogues of the simulated sky, whenever the object was made.
    static void AssertMatched(string objectId, BsonDocument document)
    {
        string[] expected = [.. SurveyCatalog.Default[Survey.Ztf].CrossMatches.Select(rule => rule.Catalog)];
        Assert.True(expected.SequenceEqual(document["cross_matches"].AsBsonDocument.Names), $"{objectId} has {document["cross_matches"]}");
        Assert.True(expected.SequenceEqual(document["boom"]["catalogs"].AsBsonDocument.Names), $"{objectId} has {document["boom"]}");
    }

    static async Task<ILookup<string, string>> ReadPositionsAsync(SqliteStore store, SimulatedNight night)
    {
        var alerts = await store.ReadAlertsAsync(Survey.Ztf, [.. night.Packets().Select(p => p.Candid)], default);
        return alerts.Values.ToLookup(alert => StoreFixture.Parse(alert)["objectId"].AsString, Position);
    }

    static string Position(byte[] document) => StoreFixture.Parse(document)["coordinates"].ToJson();

    // What may differ from an undisturbed night: the times of writing, how many writes it took, and which of an object's alerts came first
    // and gave it its position, since their partitions keep no order among each other. Catalogues are looked at apart.
    static string LightCurves(byte[] document)
    {
        var parsed = StoreFixture.Parse(document);
        foreach (var name in new[] { "created_at", "updated_at", "version", "coordinates", "cross_matches", "boom" })
            parsed.Remove(name);
        return parsed.ToJson();
    }

    static string StoreFile() => "boom.db";
}
