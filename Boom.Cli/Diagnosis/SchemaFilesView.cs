using System.Globalization;
using Boom.Core.Surveys;
using Boom.Messaging.Registry;

namespace Boom.Cli.Diagnosis;

/// <summary>The schema files that are asked for what the registry does not give.</summary>
/// <param name="Place">Address, or path on this machine.</param>
/// <param name="Numbers">Which there are, ascending; null for an address.</param>
internal sealed record SchemaFilesView(string Place, IReadOnlyList<uint>? Numbers)
{
    // Larger ones are dates, or anything.
    const int LargestNumber = 9_999;

    /// <summary>Those of a survey; null when none are asked for.</summary>
    public static SchemaFilesView? Of(RegistryOptions options, SchemaSubject subject)
    {
        // Registries are the first of those who are asked.
        var registries = !options.Enabled ? 0 : options.Addresses.Length > 0 ? options.Addresses.Length : subject.Registry.Length > 0 ? 1 : 0;
        var asked = SchemaRegistry.AddressesOf(options, subject);
        if (asked.Count <= registries)
            return null;
        return new Uri(asked[^1]) is { IsFile: true } folder ? new(folder.LocalPath, [.. NumbersIn(folder.LocalPath, subject).Order()]) : new(asked[^1], null);
    }

    // FOLDER/11/1/lsst.v11_1.alert.avsc is 11.1.
    static IEnumerable<uint> NumbersIn(string folder, SchemaSubject subject) =>
        from major in NumberedFolders(folder)
        from minor in NumberedFolders(major.Path)
        let number = subject.NumberOf(new Version(major.Number, minor.Number))
        where subject.VersionOf(number) is { } version && version == new Version(major.Number, minor.Number)
            && File.Exists(Path.Combine(minor.Path, subject.RecordName(version) + ".avsc"))
        select number;

    static IEnumerable<(int Number, string Path)> NumberedFolders(string folder)
    {
        string[] paths;
        try
        {
            paths = Directory.GetDirectories(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var path in paths)
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber)
                yield return (number, path);
        }
    }
}
