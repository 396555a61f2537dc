namespace Boom.Lab.Bench;

/// <summary>A folder that goes away with everything in it.</summary>
internal sealed class BenchFolder : IDisposable
{
    BenchFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes a folder beside the data folder, so that it is on the same disk.</summary>
    public static BenchFolder Create(string dataFolder)
    {
        var path = $"{System.IO.Path.TrimEndingDirectorySeparator(dataFolder)}-bench-{Environment.ProcessId}";
        Directory.CreateDirectory(path);
        return new BenchFolder(path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
