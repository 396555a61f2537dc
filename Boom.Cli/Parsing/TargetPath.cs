using Boom.Hosting;

namespace Boom.Cli.Parsing;

/// <summary>Where a command is to write, looked at before it does anything.</summary>
internal static class TargetPath
{
    /// <summary>A folder, which may be made.</summary>
    /// <exception cref="ExitException">It is a file.</exception>
    public static void RequireFolder(string option, string? path)
    {
        if (path is not null && File.Exists(path))
            throw new ExitException(ExitCode.Missing, $"{path} is a file: give a folder with {option}.");
    }

    /// <summary>A file in a folder that is there.</summary>
    /// <exception cref="ExitException">It is a folder, or in none.</exception>
    public static void RequireFile(string option, string? path)
    {
        if (path is null)
            return;
        if (Directory.Exists(path))
            throw new ExitException(ExitCode.Missing, $"{path} is a folder: give a file with {option}.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new ExitException(ExitCode.Missing, $"There is no folder {folder}: make it, or give another file with {option}.");
    }
}
