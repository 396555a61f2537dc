using System.Text.Json;

namespace Boom.Cli.Rendering.Json;

/// <summary>A schema that is known; <c>from</c> is who gave it, <c>file</c> where it is kept.</summary>
internal sealed record KnownSchemaJson(string Survey, uint Number, string Version, string From, DateTimeOffset? FetchedAt = null, string? File = null);

/// <summary><c>boom schemas list</c> and <c>boom schemas fetch</c>.</summary>
internal sealed record SchemasJson(string Folder, IEnumerable<KnownSchemaJson> Schemas, IEnumerable<string> Problems);

/// <summary><c>boom schemas show</c>; with <c>--compare</c> the changes and no schema.</summary>
internal sealed record SchemaJson(
    KnownSchemaJson About, JsonElement? Schema = null, KnownSchemaJson? ComparedWith = null, IEnumerable<string>? Changes = null);

/// <summary>The packets of one schema, as <c>boom schemas check</c> has found them.</summary>
internal sealed record CheckedSchemaJson(
    string? Survey, uint? Number, string Record, string From, long Packets, long Decoded, long Alerts, IReadOnlyDictionary<string, long> Faults, string? FirstFault,
    string? ComparedWith, IEnumerable<string> Changes);

/// <summary><c>boom schemas check</c>.</summary>
internal sealed record CheckedSchemasJson(long Packets, long Decoded, IEnumerable<CheckedSchemaJson> Schemas, IEnumerable<string> Problems);
