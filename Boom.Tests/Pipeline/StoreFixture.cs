using Boom.AlertWorker;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Queues;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Enricher;
using Boom.Storage.Sqlite;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Tests.Pipeline;

/// <summary>The steps of the pipeline on a SQLite store of their own, without queues: packets in, documents to look at.</summary>
sealed class StoreFixture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    readonly string _folder = Directory.CreateTempSubdirectory("boom-pipeline-").FullName;
    readonly Survey _survey;
    readonly AlertStep _alertStep;
    readonly EnricherStep _enricherStep;
    long _nextOffset;

    public StoreFixture(ISurvey? survey = null)
    {
        survey ??= new ZtfSurvey();
        _survey = survey.Key;
        _alertStep = new(survey, "boom test");
        _enricherStep = new(survey, "boom test");
        Store = SqliteStore.Open(new SqliteStoreOptions { Path = StoreFile });
    }

    public SqliteStore Store { get; }

    /// <summary>The file of the store.</summary>
    public string StoreFile => Path.Combine(_folder, "boom.db");

    /// <summary>Damages the cutouts of the alert that was stored first.</summary>
    public void DamageCutouts()
    {
        var first = Directory.GetFiles(_folder, "*_cutouts.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        using var segment = new FileStream(first, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        segment.WriteByte(99);
    }

    /// <summary>Takes packets as the alert worker does.</summary>
    public async Task<AlertOutcome> IngestAsync(params byte[][] packets)
    {
        var messages = packets
            .Select(p => new ClaimedMessage(_nextOffset, 1, 0, new QueueMessage(new PacketOrigin("ztf_20260102_programid1", 0, _nextOffset++, 0), null, p)))
            .ToArray();
        var decoded = await _alertStep.DecodeAsync(messages, default);
        var states = await Store.FindAlertsAsync(_survey, decoded.Candids(), default);
        var outcome = _alertStep.Encode(decoded, states, Now);
        var failures = await Store.WriteAsync(new AlertBatch(_survey, outcome.Writes, outcome.Ledger, outcome.DeadLetters) { AliasRules = _alertStep.AliasRules }, default);
        Xunit.Assert.Empty(failures);
        return outcome;
    }

    /// <summary>Enriches a stored alert.</summary>
    public async Task EnrichAsync(long candid)
    {
        var alert = AlertToEnrich.Read(candid, (await Store.ReadAlertsAsync(_survey, [candid], default))[candid]);
        var document = (await Store.ReadObjectsAsync(_survey, [alert.ObjectId], default))[alert.ObjectId];
        var partner = _enricherStep.PartnerOf(document) is { } id ? (await Store.ReadObjectsAsync(_enricherStep.Partner!.Value, [id], default))[id] : [];
        _enricherStep.Begin();
        await Store.WriteEnrichmentsAsync(_survey, [_enricherStep.Complete(alert, _enricherStep.Analyse(alert, document, partner), [], [], Now)], default);
    }

    /// <summary>Puts an object of another survey into the store.</summary>
    public async Task AddObjectAsync(Survey survey, string objectId, SkyPosition position, params ArrayUpdate[] arrays)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        CoordinatesBson.Write(writer, position);
        var insert = writer.EndRoot();
        writer.BeginRoot();
        var set = writer.EndRoot();
        var update = new ObjectUpdate(objectId, position, insert, set, arrays);
        var candid = ++_nextOffset;
        writer.BeginRoot();
        writer.Int64("_id"u8, candid);
        writer.String("objectId"u8, objectId);
        var write = new AlertWrite(new PacketOrigin("other", 0, candid, 0), candid, 2460000.5, 20, position, writer.EndRoot(), default, update);
        Xunit.Assert.Empty(await Store.WriteAsync(new AlertBatch(survey, [write], [], []), default));
    }

    public async Task<BsonDocument> AlertAsync(long candid) => Parse((await Store.ReadAlertsAsync(_survey, [candid], default))[candid]);

    public async Task<BsonDocument> ObjectAsync(string objectId) => Parse((await Store.ReadObjectsAsync(_survey, [objectId], default))[objectId]);

    public static BsonDocument Parse(byte[] document) => BsonSerializer.Deserialize<BsonDocument>(document);

    public void Dispose()
    {
        Store.Dispose();
        _alertStep.Dispose();
        _enricherStep.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
