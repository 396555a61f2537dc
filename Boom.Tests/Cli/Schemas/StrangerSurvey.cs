using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Tests.Cli.Schemas;

/// <summary>A survey to which every packet is foreign.</summary>
sealed class StrangerSurvey : ISurvey
{
    public Survey Key => Survey.Winter;

    public SurveyTopics Topics { get; } = new() { Pattern = "^stranger$", Format = "stranger" };

    public IReadOnlyList<AliasRule> AliasRules => [];

    public IReadOnlyList<LightCurveSeries> Series => [];

    public IReadOnlyList<SurveyIndex> Indexes => [];

    public IReadOnlyList<string> ShownFields => [];

    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken) =>
        new(new PacketFault("foreign", "It is of somebody else."));

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer) => throw new NotSupportedException();

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => throw new NotSupportedException();
}

/// <summary>Knows schema 1001; for any other the registry would have to be asked, which is away.</summary>
sealed class AwaySchemas : IWriterSchemas
{
    public ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken) => id == 1001
        ? new(new WriterSchema(NumberedSurvey.Schema(10, 1, """{"name":"id","type":"long"}"""), Source: "memory"))
        : throw new TransientFaultException("The registry is away.");
}
