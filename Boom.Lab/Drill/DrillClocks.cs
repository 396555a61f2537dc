using System.Globalization;

namespace Boom.Lab.Drill;

/// <summary>
/// Clocks of programs that are wrong, by libfaketime. Only of those without a Kafka client: its waits have deadlines in a call that libfaketime does not
/// know, and would last as much longer as the clock is ahead.
/// </summary>
/// <param name="library">libfaketime; null when it is not installed.</param>
/// <param name="folder">Where each program's offset is written.</param>
internal sealed class DrillClocks(string? library, string folder)
{
    public static readonly TimeSpan Offset = TimeSpan.FromMinutes(10);

    static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime", "/usr/lib64/faketime", "/usr/lib/faketime"];

    /// <summary>Whether a program's clock can be wrong.</summary>
    public static bool Fits(string program) =>
        !program.StartsWith("consumer", StringComparison.Ordinal) && !program.StartsWith(DrillPrograms.FilterWorkerName, StringComparison.Ordinal);

    /// <summary>Looks for the library; null when it is not installed.</summary>
    public static string? Find() => Folders.Select(path => Path.Combine(path, "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    /// <summary>What a program is started with so that its clock can be wrong.</summary>
    public IReadOnlyDictionary<string, string?> Prepare(string program)
    {
        Set(program, TimeSpan.Zero);
        return new Dictionary<string, string?>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_TIMESTAMP_FILE"] = FileOf(program),
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>The clock of a program is wrong by so much from within a second on.</summary>
    public void Set(string program, TimeSpan offset)
    {
        // Replaced as a whole: the program may read it at any time.
        var file = FileOf(program);
        File.WriteAllText(file + ".new", offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, overwrite: true);
    }

    string FileOf(string program) => Path.Combine(folder, program + ".clock");
}
