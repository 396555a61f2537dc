using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>
/// Schemas on disk, a file each, for when everybody who knows them is away. A file is whole or not there: it is written under another name and renamed, and
/// what does not have its checksum is passed over. Any number of processes share a folder: they write the same.
/// </summary>
/// <param name="folder">The folder; made when it is first written to.</param>
/// <param name="time">Clock.</param>
public sealed class SchemaCache(string folder, TimeProvider time)
{
    const int LongestFile = 8 << 20;
    const string Draft = ".new";

    static long _drafts;

    static readonly TimeSpan OldestDraft = TimeSpan.FromDays(1);

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>File of a schema, whether it is there or not.</summary>
    public string PathOf(SchemaSubject subject, uint number) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{subject.Survey.ToLowerName()}-{Uri.EscapeDataString(subject.Name)}-{number}.json"));

    /// <summary>The schema of a number; null when there is none, or none that is sound.</summary>
    /// <param name="subject">Whose number.</param>
    /// <param name="number">The number.</param>
    /// <param name="problem">What is wrong with the file that is there, a sentence; null when nothing is.</param>
    public CachedSchema? Find(SchemaSubject subject, uint number, out string? problem)
    {
        var path = PathOf(subject, number);
        problem = null;
        try
        {
            if (!File.Exists(path))
                return null;
            if (new FileInfo(path).Length > LongestFile)
                throw new JsonException("it is too long");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var entry = JsonSerializer.Deserialize(stream, CacheJson.Default.SchemaFile) ?? throw new JsonException("it is empty");
            if (FindFault(entry, subject, number) is { } fault)
                throw new JsonException(fault);
            return new CachedSchema(entry.Subject!, number, entry.Source ?? "", entry.FetchedAt, entry.Schema!);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var reason = fault is JsonException { LineNumber: not null } ? "it is no schema file" : fault.Message.TrimEnd('.');
            problem = $"{path} is damaged and passed over ({reason}): remove it, or fetch it again with 'boom schemas fetch {number.ToString(CultureInfo.InvariantCulture)}'.";
            return null;
        }
    }

    /// <summary>All sound schemas of a subject, by number.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="problems">Gets a sentence for each file that is damaged.</param>
    public IReadOnlyList<CachedSchema> List(SchemaSubject subject, ICollection<string> problems)
    {
        var found = new SortedDictionary<uint, CachedSchema>();
        foreach (var path in Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.json") : [])
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!uint.TryParse(name[(name.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || path != PathOf(subject, number))
                continue;
            if (Find(subject, number, out var problem) is { } schema)
                found.Add(number, schema);
            if (problem is not null)
                problems.Add(problem);
        }

        return [.. found.Values];
    }

    /// <summary>Keeps a schema.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(SchemaSubject subject, uint number, string json, string source)
    {
        Directory.CreateDirectory(Folder);
        RemoveOldDrafts();
        var path = PathOf(subject, number);
        var draft = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{time.GetTimestamp():x}-{Interlocked.Increment(ref _drafts)}{Draft}");
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                JsonSerializer.Serialize(stream, new SchemaFile(subject.Name, number, source, time.GetUtcNow(), HashOf(json), json), CacheJson.Default.SchemaFile);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    static string? FindFault(SchemaFile entry, SchemaSubject subject, uint number)
    {
        if (entry.Schema is not { } json || entry.Sha256 != HashOf(json))
            return "its checksum is another";
        if (entry.Subject != subject.Name || entry.Number != number)
            return "it is of another schema";
        return subject.VersionOf(number) is { } version ? WriterSchemaCheck.FindFault(json, subject.RecordName(version)) : "its number is none";
    }

    // Left by processes that were killed amid a write.
    void RemoveOldDrafts()
    {
        foreach (var draft in Directory.EnumerateFiles(Folder, "*" + Draft))
        {
            if (time.GetUtcNow() - File.GetLastWriteTimeUtc(draft) > OldestDraft)
                File.Delete(draft);
        }
    }

    static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

/// <summary>A file of the cache.</summary>
sealed record SchemaFile(string? Subject, uint Number, string? Source, DateTimeOffset FetchedAt, string? Sha256, string? Schema);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SchemaFile))]
sealed partial class CacheJson : JsonSerializerContext;
