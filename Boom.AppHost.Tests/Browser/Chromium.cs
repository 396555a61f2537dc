namespace Boom.AppHost.Tests.Browser;

/// <summary>The Chromium of this machine; none is ever downloaded.</summary>
static class Chromium
{
    /// <summary>Why tests are skipped that need it.</summary>
    public const string Obstacle = "There is no Chromium here: install it (Debian: apt-get install chromium), or name one in BOOM_CHROMIUM.";

    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Its path: the one in <c>BOOM_CHROMIUM</c>, or the first that is on the PATH; null when there is none.</summary>
    public static string? Path { get; } = Find();

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("BOOM_CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(_ => folders, (name, folder) => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
