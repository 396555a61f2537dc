namespace Boom.Tests.Support;

/// <summary>The sources that the tests were built from.</summary>
static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Files of the repository; builds and benchmarks leave sources of their own in their folders.</summary>
    public static IEnumerable<string> Sources(string pattern) => Directory.GetFiles(Root, pattern, SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Boom.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
