using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>
/// Schema registries with Confluent's interface, asked in order. A number is looked up as the version of the subject first, as a global id second, since
/// most packets are framed with the version.
/// </summary>
/// <param name="addresses">Their addresses, at least one.</param>
/// <param name="http">Asks them.</param>
sealed class RegistrySource(IReadOnlyList<string> addresses, SchemaHttp http) : ISchemaSource
{
    /// <inheritdoc/>
    public string Name => "registry";

    /// <inheritdoc/>
    public async Task<SourceAnswer> AskAsync(SchemaSubject subject, uint id, Version version, CancellationToken cancellationToken)
    {
        var answers = new List<SourceAnswer>();
        foreach (var address in addresses)
        {
            var answer = await TryAsync(() => FindAsync(address, subject, id, version, cancellationToken));
            if (answer.Outcome == SourceOutcome.Found)
                return answer;
            answers.Add(answer);
        }

        return Sum(answers);
    }

    /// <summary>The versions of a subject, as the first registry that answers lists them.</summary>
    /// <exception cref="SchemaSourceException">None answers.</exception>
    public async Task<(string Address, IReadOnlyList<uint> Numbers)> ListAsync(SchemaSubject subject, CancellationToken cancellationToken)
    {
        var answers = new List<SourceAnswer>();
        foreach (var address in addresses)
        {
            IReadOnlyList<uint> numbers = [];
            var answer = await TryAsync(async () =>
            {
                var uri = At(address, $"subjects/{Uri.EscapeDataString(subject.Name)}/versions");
                using var document = await ReadAsync(uri, cancellationToken);
                if (document is null)
                    return new SourceAnswer(SourceOutcome.Unknown, $"{uri} has no subject {subject.Name}");
                if (document.RootElement.ValueKind != JsonValueKind.Array)
                    return new SourceAnswer(SourceOutcome.Away, $"{uri} answers without a list of versions");
                numbers = [.. document.RootElement.EnumerateArray().Where(entry => entry.TryGetUInt32(out _)).Select(entry => entry.GetUInt32())];
                return new SourceAnswer(SourceOutcome.Found, "", address);
            });
            if (answer.Outcome == SourceOutcome.Found)
                return (address, numbers);
            answers.Add(answer);
        }

        var sum = Sum(answers);
        throw new SchemaSourceException(sum.Outcome, sum.Text);
    }

    // An address that is away may know what another does not; one that lets nobody in may not be waited for.
    static SourceAnswer Sum(List<SourceAnswer> answers)
    {
        var outcome = answers.Exists(answer => answer.Outcome == SourceOutcome.Away) ? SourceOutcome.Away
            : answers.Exists(answer => answer.Outcome == SourceOutcome.Refused) ? SourceOutcome.Refused
            : answers.Exists(answer => answer.Outcome == SourceOutcome.Wrong) ? SourceOutcome.Wrong
            : SourceOutcome.Unknown;
        return new SourceAnswer(outcome, string.Join("; ", answers.Select(answer => answer.Text)));
    }

    static async Task<SourceAnswer> TryAsync(Func<Task<SourceAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (SchemaSourceException fault)
        {
            return new SourceAnswer(fault.Outcome, fault.Message);
        }
    }

    static Uri At(string address, string path) => new($"{address.TrimEnd('/')}/{path}");

    async Task<SourceAnswer> FindAsync(string address, SchemaSubject subject, uint id, Version version, CancellationToken cancellationToken)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        var asVersion = await FindAsync(address, At(address, $"subjects/{Uri.EscapeDataString(subject.Name)}/versions/{number}"), subject, version, cancellationToken);
        if (asVersion.Outcome == SourceOutcome.Found)
            return asVersion;
        var asId = await FindAsync(address, At(address, $"schemas/ids/{number}"), subject, version, cancellationToken);

        // A global id of that number may be anybody's: that it is another schema says nothing.
        return asId.Outcome == SourceOutcome.Found ? asId : asVersion;
    }

    async Task<SourceAnswer> FindAsync(string address, Uri uri, SchemaSubject subject, Version version, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await ReadAsync(uri, cancellationToken);
            if (document is null)
                return new SourceAnswer(SourceOutcome.Unknown, $"{uri} has none");
            var text = await ReadSchemaAsync(address, uri, document.RootElement, cancellationToken);
            return WriterSchemaCheck.FindFault(text, subject.RecordName(version)) is { } fault
                ? new SourceAnswer(SourceOutcome.Wrong, $"{uri} answers with another: {fault}")
                : new SourceAnswer(SourceOutcome.Found, text, uri.ToString());
        }
        catch (SchemaSourceException fault) when (fault.Outcome == SourceOutcome.Wrong)
        {
            return new SourceAnswer(SourceOutcome.Wrong, fault.Message);
        }
    }

    async Task<string> ReadSchemaAsync(string address, Uri uri, JsonElement answer, CancellationToken cancellationToken)
    {
        var text = TextOf(answer, uri);
        if (!answer.TryGetProperty("references", out var references) || references.ValueKind != JsonValueKind.Array || references.GetArrayLength() == 0)
            return text;
        var parts = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        await CollectAsync(address, references, parts, cancellationToken);
        return new SchemaInliner(parts).Inline(SchemaInliner.Parse(text, uri.ToString())).ToJsonString();
    }

    async Task CollectAsync(string address, JsonElement references, Dictionary<string, JsonNode> parts, CancellationToken cancellationToken)
    {
        foreach (var reference in references.EnumerateArray())
        {
            if (reference.ValueKind != JsonValueKind.Object || !reference.TryGetProperty("subject", out var subject) || subject.ValueKind != JsonValueKind.String
                || !reference.TryGetProperty("version", out var version) || !version.TryGetUInt32(out var number))
            {
                throw new SchemaSourceException(SourceOutcome.Wrong, $"{address} answers with a reference that names no subject and version");
            }

            if (parts.Count >= SchemaInliner.MostParts)
                throw new SchemaSourceException(SourceOutcome.Wrong, $"{address} answers with a schema of more than {SchemaInliner.MostParts} parts");
            var uri = At(address, FormattableString.Invariant($"subjects/{Uri.EscapeDataString(subject.GetString()!)}/versions/{number}"));
            using var document = await ReadAsync(uri, cancellationToken)
                ?? throw new SchemaSourceException(SourceOutcome.Wrong, $"{uri}, which the schema refers to, has none");
            var part = SchemaInliner.Parse(TextOf(document.RootElement, uri), uri.ToString());
            if (parts.TryAdd(SchemaInliner.NameOf(part), part) && document.RootElement.TryGetProperty("references", out var further) && further.ValueKind == JsonValueKind.Array)
                await CollectAsync(address, further, parts, cancellationToken);
        }
    }

    static string TextOf(JsonElement answer, Uri uri)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.String)
            throw new SchemaSourceException(SourceOutcome.Away, $"{uri} answers without a schema");
        try
        {
            return answer.TryGetProperty("schemaType", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is { } kind && kind != "AVRO"
                ? throw new SchemaSourceException(SourceOutcome.Wrong, $"{uri} answers with a schema of {kind}, not of Avro")
                : schema.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SchemaSourceException(SourceOutcome.Away, $"{uri} answers with a text that cannot be read");
        }
    }

    // Null when the registry says, as a registry does, that there is none. A page that says so may be of anybody: a wrong address must not turn packets away.
    async Task<JsonDocument?> ReadAsync(Uri uri, CancellationToken cancellationToken)
    {
        var answer = await http.GetAsync(uri, cancellationToken);
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(answer.Text);
        }
        catch (JsonException)
        {
            // Said below.
        }

        if (answer.Status == HttpStatusCode.OK && document is not null)
            return document;
        using (document)
        {
            if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
                && document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error_code", out _))
            {
                return null;
            }

            var kind = document is not null ? "" : answer.MediaType.Length > 0 ? $" with {answer.MediaType} that is not JSON" : " with what is not JSON";
            throw new SchemaSourceException(
                SourceOutcome.Away, $"{answer.Address} answers {(int)answer.Status} {answer.Status}{kind}, which no schema registry does: is the address right?");
        }
    }
}
