using System.Globalization;
using Boom.Hosting;
using Boom.Hosting.Clients;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the room on the disks that <c>boom run</c> writes to.</summary>
internal static class DiskDiagnosis
{
    /// <summary>A night of a million ZTF alerts takes some 60 GB; a small trial some hundred MB.</summary>
    const long FailBytes = 500_000_000, WarnBytes = 20_000_000_000;

    const string Remedy = "free some space, or name a folder on another disk with --data";

    /// <summary>A finding of the disk of the data folder, and one of each place that has less room than <c>Storage:MinimumFree</c>.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="places">What is written to.</param>
    /// <param name="minimumBytes">What must be free there; 0 for no limit.</param>
    /// <param name="measure">Free bytes and size of the disk of a folder that is there; null when that cannot be told.</param>
    public static IEnumerable<Finding> Run(
        string folder, IReadOnlyList<StoragePlace> places, long minimumBytes, Func<string, (long Free, long Size)?> measure)
    {
        var isTold = false;
        foreach (var place in places)
        {
            if (minimumBytes == 0 || measure(NearestExisting(place.Folder)) is not { } disk || disk.Free >= minimumBytes)
                continue;
            isTold |= place.Folder == folder;
            yield return Finding.Fail(
                "disk",
                $"{Text(disk.Free)} free on the disk of the {place.Use} ({place.Folder}), and Storage:MinimumFree keeps {Text(minimumBytes)} ({Whole(minimumBytes)} bytes)",
                "nothing is read or stored until then; make room, or lower Storage__MinimumFree");
        }

        if (!isTold)
            yield return measure(NearestExisting(folder)) is { } disk ? Judge(disk.Free) : Finding.Warn("disk", $"how much is free for {folder} cannot be told", Remedy);
    }

    /// <summary>The folder itself, or the nearest around it that is there.</summary>
    /// <exception cref="ExitException">Not even the disk is.</exception>
    public static string NearestExisting(string folder)
    {
        var path = folder;
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path) ?? throw new ExitException(ExitCode.Missing, $"{folder} is on no disk.");
        return path;
    }

    static Finding Judge(long free)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB free");
        if (free < FailBytes)
            return Finding.Fail("disk", detail, Remedy);
        return free < WarnBytes ? Finding.Warn("disk", detail + "; a full night may need more", Remedy) : Finding.Ok("disk", detail);
    }

    static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");

    static string Whole(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
