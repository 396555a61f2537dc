using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>
/// Schema files in GitHub layout: <c>FOLDER/11/1/lsst.v11_1.alert.avsc</c>, with the records that it names in files beside it.
/// </summary>
/// <param name="folder">Address of the folder, as a person sees it on GitHub or as files are had; or its path on this machine.</param>
/// <param name="http">Gets the files.</param>
sealed class FilesSource(string folder, SchemaHttp http) : ISchemaSource
{
    readonly string _folder = RawAddress(folder);

    /// <inheritdoc/>
    public string Name => "files";

    /// <inheritdoc/>
    public async Task<SourceAnswer> AskAsync(SchemaSubject subject, uint id, Version version, CancellationToken cancellationToken)
    {
        var name = subject.RecordName(version);
        var place = string.Create(CultureInfo.InvariantCulture, $"{_folder}/{version.Major}/{version.Minor}");
        var address = AddressOf(place, name);
        try
        {
            if (await GetAsync(address, cancellationToken) is not { } main)
                return new SourceAnswer(SourceOutcome.Unknown, $"{address} does not exist");
            var text = await CompleteAsync(place, main, cancellationToken);
            return WriterSchemaCheck.FindFault(text, name) is { } fault
                ? new SourceAnswer(SourceOutcome.Wrong, $"{address} holds another: {fault}")
                : new SourceAnswer(SourceOutcome.Found, text, address.ToString());
        }
        catch (SchemaSourceException fault)
        {
            return new SourceAnswer(fault.Outcome, fault.Message);
        }
    }

    /// <summary>Where the files of a folder are that a person sees on GitHub; other addresses stay.</summary>
    public static string RawAddress(string folder)
    {
        var uri = new Uri(Directory.Exists(folder) ? Path.GetFullPath(folder).TrimEnd('/', '\\') : folder.TrimEnd('/'));
        if (!uri.Host.Equals("github.com", StringComparison.OrdinalIgnoreCase) && !uri.Host.Equals("www.github.com", StringComparison.OrdinalIgnoreCase))
            return uri.ToString().TrimEnd('/');
        var path = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path is [var owner, var repository, "tree" or "blob", .. var rest]
            ? $"https://raw.githubusercontent.com/{owner}/{repository}/{string.Join('/', rest)}"
            : uri.ToString().TrimEnd('/');
    }

    static Uri AddressOf(string place, string name) => new($"{place}/{Uri.EscapeDataString(name)}.avsc");

    // Names lead to files that may name others: a few rounds.
    async Task<string> CompleteAsync(string place, JsonNode main, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        while (true)
        {
            var inliner = new SchemaInliner(parts);
            var whole = inliner.Inline(main);
            if (inliner.Missing.Count == 0)
                return whole.ToJsonString();
            if (parts.Count + inliner.Missing.Count > SchemaInliner.MostParts)
                throw new SchemaSourceException(SourceOutcome.Wrong, $"{place} has a schema of more than {SchemaInliner.MostParts} parts");
            var found = await Task.WhenAll(inliner.Missing.Select(async name => (Name: name, Part: await PartAsync(place, name, cancellationToken))));
            foreach (var (name, part) in found)
                parts.Add(name, part);
        }
    }

    async Task<JsonNode> PartAsync(string place, string name, CancellationToken cancellationToken)
    {
        var address = AddressOf(place, name);
        var part = await GetAsync(address, cancellationToken) ?? throw new SchemaSourceException(SourceOutcome.Wrong, $"{address}, which the schema names, does not exist");
        return SchemaInliner.NameOf(part) == name ? part : throw new SchemaSourceException(SourceOutcome.Wrong, $"{address} does not declare {name}");
    }

    async Task<JsonNode?> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.IsFile)
            return await ReadAsync(address.LocalPath, cancellationToken) is { } file ? SchemaInliner.Parse(file, address.LocalPath) : null;
        var answer = await http.GetAsync(address, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.OK when answer.Text.TrimStart().StartsWith('<') =>
                throw new SchemaSourceException(SourceOutcome.Away, $"{answer.Address} answers with a page, not with a schema"),
            HttpStatusCode.OK => SchemaInliner.Parse(answer.Text, answer.Address.ToString()),
            HttpStatusCode.NotFound => null,
            _ => throw new SchemaSourceException(SourceOutcome.Away, $"{answer.Address} answers {(int)answer.Status} {answer.Status}"),
        };
    }

    static async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SchemaSourceException(SourceOutcome.Away, $"{path} cannot be read: {fault.Message}");
        }
    }
}
