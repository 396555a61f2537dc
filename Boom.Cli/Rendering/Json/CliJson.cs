using System.Text.Json;
using System.Text.Json.Serialization;
using Boom.Core.Bson;
using Boom.Hosting;

namespace Boom.Cli.Rendering.Json;

/// <summary>What commands answer with <c>--json</c>: one object each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FiniteNumbers), typeof(StoredDocuments)])]
[JsonSerializable(typeof(AccountJson))]
[JsonSerializable(typeof(AlertJson))]
[JsonSerializable(typeof(ObjectJson))]
[JsonSerializable(typeof(ConeJson))]
[JsonSerializable(typeof(FindingsJson))]
[JsonSerializable(typeof(PreparedJson))]
[JsonSerializable(typeof(PublishedJson))]
[JsonSerializable(typeof(ServedJson))]
[JsonSerializable(typeof(IntakeJson))]
[JsonSerializable(typeof(LettersJson))]
[JsonSerializable(typeof(LetterJson))]
[JsonSerializable(typeof(DiscardedJson))]
[JsonSerializable(typeof(ReplayedJson))]
[JsonSerializable(typeof(EnrichedJson))]
[JsonSerializable(typeof(InputsJson))]
[JsonSerializable(typeof(ModelsJson))]
[JsonSerializable(typeof(AddedCatalogJson))]
[JsonSerializable(typeof(CatalogsJson))]
[JsonSerializable(typeof(CatalogRowsJson))]
[JsonSerializable(typeof(CheckedCatalogsJson))]
[JsonSerializable(typeof(CatalogMatchesJson))]
[JsonSerializable(typeof(WatchlistHitsJson))]
[JsonSerializable(typeof(VerdictsJson))]
[JsonSerializable(typeof(SchemasJson))]
[JsonSerializable(typeof(SchemaJson))]
[JsonSerializable(typeof(CheckedSchemasJson))]
[JsonSerializable(typeof(VectorsJson))]
[JsonSerializable(typeof(FilterTestJson))]
[JsonSerializable(typeof(ExplanationJson))]
[JsonSerializable(typeof(CheckedFilterJson))]
[JsonSerializable(typeof(FilterJson))]
[JsonSerializable(typeof(FiltersJson))]
[JsonSerializable(typeof(AddedFilterJson))]
[JsonSerializable(typeof(SwitchedFilterJson))]
[JsonSerializable(typeof(ActivatedFilterJson))]
[JsonSerializable(typeof(FilterHitJson))]
[JsonSerializable(typeof(FilterHitsJson))]
[JsonSerializable(typeof(FilterCostsJson))]
internal sealed partial class CliJson : JsonSerializerContext
{
    public static void Write<T>(CliConsole console, T answer) =>
        JsonOutput.WriteLine(console.Out, answer, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);
}

/// <summary>A stored BSON document, as it is.</summary>
internal readonly record struct StoredDocument(byte[] Bson);

internal sealed class StoredDocuments : JsonConverter<StoredDocument>
{
    public override StoredDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, StoredDocument value, JsonSerializerOptions options) => BsonJson.WriteDocument(writer, value.Bson);
}
