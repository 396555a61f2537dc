namespace Boom.Lab.Bench;

/// <summary>A folder that goes away with everything in it.</summary>
internal sealed class BenchFolder : IDisposable
{
    public BenchFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    /// <summary>Makes a folder beside the data folder, so that it is on the same disk.</summary>
    public static BenchFolder Beside(string dataFolder) => new($"{System.IO.Path.TrimEndingDirectorySeparator(dataFolder)}-bench-{Environment.ProcessId}");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
