namespace Boom.Lab.Drill;

/// <summary>The stage programs of another build: published side by side or in folders, or a checkout that was built.</summary>
internal static class EarlierBuild
{
    public static readonly IReadOnlyList<string> Programs = ["Boom.Consumer", "Boom.AlertWorker", "Boom.Enricher"];

    /// <summary>The file of a program in a folder; null when it is not there.</summary>
    public static string? Find(string folder, string program)
    {
        var file = program + ".dll";
        string[] places = [file, Path.Combine(program, file), Path.Combine(program, "bin", "Release", "net10.0", file), Path.Combine(program, "bin", "Debug", "net10.0", file)];
        return places.Select(place => Path.Combine(Path.GetFullPath(folder), place)).FirstOrDefault(File.Exists);
    }
}
