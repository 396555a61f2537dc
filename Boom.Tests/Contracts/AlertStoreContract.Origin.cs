using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>The packet that brought an alert.</content>
public abstract partial class AlertStoreContract
{
    [Fact]
    public async Task FindAlertsAsync_StoredAlerts_NamesThePacketThatBroughtEach()
    {
        await Store.WriteAsync(Batch(Alert(1, offset: 11), Alert(2, "ZTF26bbbbbbb", offset: 12)), Token);
        await Store.WriteAsync(Batch(Alert(1, offset: 13)), Token);
        await Store.WriteEnrichmentsAsync(Survey.Ztf, [new(2, new BsonDocument("x", 1).ToBson())], Token);

        var stored = await Store.FindAlertsAsync(Survey.Ztf, [1, 2], Token);

        Assert.True(stored[1].CameIn(Origin(11)));
        Assert.False(stored[1].CameIn(Origin(13)));
        Assert.True(stored[2].CameIn(Origin(12)));
        Assert.False(stored[2].CameIn(Origin(12, partition: 1)));
        Assert.False(stored[2].CameIn(Origin(12, topic: "another")));
    }

    [Fact]
    public async Task FindAlertsAsync_DocumentWithoutOrigin_NamesNoPacket()
    {
        var document = new BsonDocument { { "_id", 1L }, { "objectId", "ZTF26aaaaaaa" } };
        await Store.WriteAsync(Batch(Alert(1) with { AlertDocument = document.ToBson() }), Token);

        var stored = await Store.FindAlertsAsync(Survey.Ztf, [1], Token);

        Assert.Equal(new StoredAlert(AlertState.Stored, null), stored[1]);
    }

    [Fact]
    public async Task WriteAsync_AlertsAreThereAndTheLedgerIsNot_RecordsWhichPacketBroughtThem()
    {
        var batch = Batch(Alert(1, offset: 1), Alert(2, "ZTF26bbbbbbb", offset: 2));
        await Store.WriteAsync(batch with { Ledger = [] }, Token);

        await Store.WriteAsync(Batch(Alert(1, offset: 3)), Token);
        await Store.WriteAsync(batch, Token);

        var partition = Assert.Single(await Store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 2, PacketOutcome.Stored), new(3, 3, PacketOutcome.Duplicate)], partition.Ranges);
    }
}
