using ZstdSharp;

namespace Boom.Core.Filters.Vectors;

/// <summary>Files of vectors: one JSON object per line, plain or in zstd when the name ends with <c>.zst</c>.</summary>
public static class VectorFile
{
    /// <summary>The lines of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? new DecompressionStream(file) : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
