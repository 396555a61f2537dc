using System.Diagnostics.Metrics;
using Boom.Core.Store;
using Boom.Storage.Mongo;
using Boom.Tests.Contracts;
using CsCheck;
using MongoDB.Driver;
using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The ledger as several programs write it.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoLedgerTests(MongoTestServer server) : IDisposable
{
    readonly MongoDatabase _database = server.Require();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    static LedgerEntry Stored(long offset, string topic = StoreDocuments.Topic) => new(StoreDocuments.Origin(offset, 0, topic), PacketOutcome.Stored);

    [Fact]
    public async Task RecordAsync_StoresThatTakeTurnsAtRandom_EqualASetOfOffsets()
    {
        MongoStore[] stores = [_database.Open(), _database.Open(), _database.Open()];
        var trial = 0;
        await Gen.Select(Gen.Int[0, 5], Gen.Int[0, 60]).Array[5, 40].SampleAsync(
            async turns =>
            {
                var topic = $"topic{trial++}";
                foreach (var (who, offset) in turns)
                    await stores[Math.Max(0, who - 3)].RecordAsync([Stored(offset, topic)], Token);

                var partition = Assert.Single(await stores[0].ReadLedgerAsync(topic, Token));
                var offsets = partition.Ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)range.Count));
                Assert.Equal(turns.Select(turn => turn.Item2).Distinct().Order(), offsets);
            },
            iter: 30,
            threads: 1,
            seed: "0001bOsZ7mAl");
    }

    [Fact]
    public async Task RecordAsync_LedgerIsGoneMeanwhile_ClaimsNothingOfBefore()
    {
        var store = _database.Open();
        await store.RecordAsync([Stored(1)], Token);
        await store.RecordAsync([Stored(2)], Token);
        await _database.Direct.DropCollectionAsync("ledger", Token);

        await store.RecordAsync([Stored(7)], Token);

        var partition = Assert.Single(await store.ReadLedgerAsync(null, Token));
        Assert.Equal([new LedgerRange(7, 7, PacketOutcome.Stored)], partition.Ranges);
    }

    [Fact]
    public async Task RecordAsync_AloneOnItsPartitions_WritesWithoutReading()
    {
        var store = _database.Open();
        await store.RecordAsync([Stored(0)], Token);
        var fewest = int.MaxValue;
        for (var offset = 1; offset < 8; offset++)
        {
            var requests = 0;
            using var listener = new MeterListener { InstrumentPublished = (instrument, self) => Enable(instrument, self) };
            listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref requests, (int)value));
            listener.Start();
            await store.RecordAsync([Stored(offset)], Token);

            // Others that look whether the server is there are counted too.
            fewest = Math.Min(fewest, Volatile.Read(ref requests));
        }

        Assert.Equal(1, fewest);

        static void Enable(Instrument instrument, MeterListener listener)
        {
            if (instrument is { Meter.Name: "Boom.Storage", Name: "store.requests" })
                listener.EnableMeasurementEvents(instrument);
        }
    }
}
