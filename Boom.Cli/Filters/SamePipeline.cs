using System.Text;
using System.Text.Json;

namespace Boom.Cli.Filters;

/// <summary>Compares pipelines by what they say, and not by blanks and lines.</summary>
internal static class SamePipeline
{
    static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 1000 };

    /// <summary>Whether two are the same; texts that are not JSON are when they are alike.</summary>
    public static bool Is(string one, string other) => one == other || (Compact(one) is { } left && left == Compact(other));

    static string? Compact(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Loose);
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes))
                document.WriteTo(writer);
            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
