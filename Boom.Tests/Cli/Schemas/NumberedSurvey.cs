using System.Buffers.Binary;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Tests.Cli.Schemas;

/// <summary>A survey whose packets are frames: they are sound when their schema is to be had and they have eight bytes more.</summary>
sealed class NumberedSurvey(IWriterSchemas schemas, string registry = "") : ISurvey
{
    public Survey Key => Survey.Ztf;

    public SurveyTopics Topics { get; } = new() { Pattern = "^numbered$", Format = "numbered" };

    public SchemaSubject? Schemas { get; } = new()
    {
        Survey = Survey.Ztf,
        Name = "alert-packet",
        Registry = registry,
        Files = "",
        VersionOf = number => number is >= 100 and <= 9999 ? new Version((int)number / 100, (int)number % 100) : null,
        NumberOf = version => (uint)((version.Major * 100) + version.Minor),
        RecordName = version => $"toy.v{version.Major}_{version.Minor}.alert",
        Included = [new Version(10, 0)],
        IncludedText = version => version == new Version(10, 0) ? Schema(10, 0, """{"name":"id","type":"long"},{"name":"flux","type":"float"}""") : null,
    };

    public IReadOnlyList<AliasRule> AliasRules => [];

    public IReadOnlyList<LightCurveSeries> Series => [];

    public IReadOnlyList<SurveyIndex> Indexes => [];

    public IReadOnlyList<string> ShownFields => [];

    public static string Schema(int major, int minor, string fields) =>
        $$"""{"type":"record","name":"alert","namespace":"toy.v{{major}}_{{minor}}","fields":[{{fields}}]}""";

    public static byte[] Packet(uint number, int bytes = 8)
    {
        var packet = new byte[5 + bytes];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(1), number);
        return packet;
    }

    public async ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken)
    {
        if (packet.Length < 5 || packet.Span[0] != 0)
            return new PacketFault("not-avro", "It is no frame.");
        var schema = await schemas.FindAsync(Schemas!, BinaryPrimitives.ReadUInt32BigEndian(packet.Span[1..]), cancellationToken);
        return schema.Json is null ? new PacketFault("schema", schema.Problem) : packet.Length < 13 ? new PacketFault("truncated", "It is too short.") : null;
    }

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) => throw new NotSupportedException();

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => throw new NotSupportedException();
}
