using System.Runtime.CompilerServices;
using Boom.AlertWorker;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Boom.Tests.Core.Surveys.Lsst;
using Boom.Tests.Storage.Sqlite;
using Xunit;

namespace Boom.Tests.AlertWorker;

/// <summary>Packets lie in memory that goes to the next batch: once one is stored, nothing refers to them.</summary>
public sealed class PacketMemoryTests : IDisposable
{
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;
    readonly AlertStep _step = new(new LsstSurvey(new IncludedSchemas()), "boom-tests");

    public PacketMemoryTests() => _store = _folder.Open();

    public void Dispose()
    {
        _step.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_PacketWhoseAlertIsStored_IsReferredToByNothing(bool isKnownObject)
    {
        if (isKnownObject)
            await StoreAsync(1, 41);
        var packets = await StoreAsync(2, 42);
        for (var i = 0; i < 3; i++)
            GC.Collect();

        Assert.False(packets.TryGetTarget(out _));
        Assert.Equal(isKnownObject ? 2 : 1, (await _store.CountAsync(Survey.Lsst, TestContext.Current.CancellationToken)).Alerts);
    }

    [Fact]
    public async Task Decode_PacketThatIsNotStored_IsReferredToByNothing()
    {
        var packet = await DecodeAsync();
        for (var i = 0; i < 3; i++)
            GC.Collect();

        Assert.False(packet.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task<WeakReference<byte[]>> DecodeAsync()
    {
        var packet = PacketOf(1);
        await _step.DecodeAsync([Claimed(packet, 1)], CancellationToken.None);
        return new(packet);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task<WeakReference<byte[]>> StoreAsync(long offset, long candid)
    {
        var packet = PacketOf(candid);
        var decoded = await _step.DecodeAsync([Claimed(packet, offset)], CancellationToken.None);
        var outcome = _step.Encode(decoded, new Dictionary<long, StoredAlert>(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Empty(await _store.WriteAsync(new AlertBatch(Survey.Lsst, outcome.Writes, outcome.Ledger, outcome.DeadLetters), CancellationToken.None));
        return new(packet);
    }

    static byte[] PacketOf(long candid) => new LsstEdit().SetSource("diaSourceId", candid).SetSource("midpointMjdTai", 60000.5 + candid)
        .Set("prvDiaSources", new object[] { LsstEdit.Detection(60000 + candid, 7) }).Packet;

    static ClaimedMessage Claimed(byte[] packet, long offset) => new(offset, 1, 0, new QueueMessage(StoreDocuments.Origin(offset), null, packet));
}
