using Avro;
using Avro.Generic;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Avro;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>A packet of schema 11.1 by chance, changed field by field, and what becomes of it. Needs no real packets.</summary>
sealed class LsstEdit
{
    static readonly RecordSchema _schema = (RecordSchema)Schema.Parse(LsstSchemas.Text(new Version(11, 1))!);

    readonly LsstSurvey _survey = new(new IncludedSchemas());

    public LsstEdit(int seed = 1)
    {
        Record = (GenericRecord)LsstRandomRecords.Make(_schema, new Random(seed));
        Source.Add("diaSourceId", 42L);
        Source.Add("diaObjectId", 7L);
        Source.Add("ssObjectId", null!);
    }

    public GenericRecord Record { get; }

    public GenericRecord Source => (GenericRecord)Record.Get("diaSource")!;

    /// <summary>The packet in its frame.</summary>
    public byte[] Packet => LsstTestPacket.Frame("11.1", Record);

    /// <summary>Sets fields of the packet itself.</summary>
    public LsstEdit Set(string name, object? value)
    {
        Record.Add(name, value!);
        return this;
    }

    /// <summary>Sets a field of the source.</summary>
    public LsstEdit SetSource(string name, object? value)
    {
        Source.Add(name, value!);
        return this;
    }

    /// <summary>A record of a type that the packet names, by chance; a change is applied to it.</summary>
    public static GenericRecord Make(string field, int seed, Action<GenericRecord>? change = null)
    {
        var type = (UnionSchema)_schema.Fields.First(candidate => candidate.Name == field).Schema;
        var value = type.Schemas.First(branch => branch.Tag != Schema.Type.Null);
        var record = (GenericRecord)LsstRandomRecords.Make(value is ArraySchema array ? array.ItemSchema : value, new Random(seed));
        change?.Invoke(record);
        return record;
    }

    /// <summary>A source of the history at a time.</summary>
    public static GenericRecord Detection(double mjdTai, long id, Action<GenericRecord>? change = null) => Make("prvDiaSources", (int)id, record =>
    {
        record.Add("midpointMjdTai", mjdTai);
        record.Add("diaSourceId", id);
        change?.Invoke(record);
    });

    /// <summary>A forced source at a time.</summary>
    public static GenericRecord Forced(double mjdTai, long id, Action<GenericRecord>? change = null) => Make("prvDiaForcedSources", (int)id, record =>
    {
        record.Add("midpointMjdTai", mjdTai);
        record.Add("diaForcedSourceId", id);
        change?.Invoke(record);
    });

    public async Task<PacketFault?> FaultAsync() => await _survey.DecodeAsync(Packet, [], CancellationToken.None);

    /// <summary>The alert; fails when there is none.</summary>
    public async Task<LsstAlert> AlertAsync()
    {
        var alerts = new List<ISurveyAlert>();
        var fault = await _survey.DecodeAsync(Packet, alerts, CancellationToken.None);
        return fault is null ? (LsstAlert)alerts.Single() : throw new Xunit.Sdk.XunitException(fault.Detail);
    }

    public async Task<AlertWrite> MapAsync(BsonWriter writer) => Map(await AlertAsync(), writer);

    public AlertWrite Map(LsstAlert alert, BsonWriter writer) =>
        _survey.Map(alert, new MappingContext(new PacketOrigin("topic", 1, 2, 3), DateTimeOffset.UnixEpoch, "boom test"), writer);

    public static BsonDocument Document(ReadOnlyMemory<byte> bytes) => BsonSerializer.Deserialize<BsonDocument>(bytes.ToArray());
}
