namespace Boom.Benchmarks;

/// <summary>
/// Real ZTF packets, which are not part of the repository: the folder named by BOOM_TEST_DATA, or <c>shared/data</c> beside or above the
/// checkout. Without it the benchmarks use simulated packets alone.
/// </summary>
static class RealPackets
{
    static readonly string? Folder = Find();

    /// <summary>Names of the versions that there are, in order.</summary>
    public static IReadOnlyList<string> Versions { get; } = Folder is null
        ? []
        : [.. Directory.GetDirectories(Folder, "v*").Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Packets of a version, at most so many.</summary>
    public static IEnumerable<byte[]> Of(string version, int limit) =>
        Directory.GetFiles(Path.Combine(Folder!, version), "*.avro").Order(StringComparer.Ordinal).Take(limit).Select(File.ReadAllBytes);

    /// <summary>A packet by name; null when it is not there.</summary>
    public static byte[]? Find(string version, string name)
    {
        var path = Folder is null ? null : Path.Combine(Folder, version, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("BOOM_TEST_DATA") is { Length: > 0 } named)
            return Existing(named);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", "data")) is { } found)
                return found;
        }

        return null;
    }

    static string? Existing(string data)
    {
        var folder = Path.Combine(data, "alerts", "ztf");
        return Directory.Exists(folder) ? folder : null;
    }
}
