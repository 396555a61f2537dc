namespace Boom.Tests.Support;

/// <summary>
/// The folder of servers that tests may start, which is not part of the repository: <c>services</c> beside the folder of real packets.
/// </summary>
static class TestServices
{
    /// <summary>A server's script; null when the folder is not here.</summary>
    public static string? Script(string server)
    {
        if (TestData.Folder is not { } data)
            return null;
        var script = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(data))!, "services", server, server + ".sh");
        return File.Exists(script) ? script : null;
    }

    /// <summary>Whether a program is on the PATH.</summary>
    public static bool Has(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
