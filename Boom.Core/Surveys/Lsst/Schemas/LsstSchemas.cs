using System.Text;

namespace Boom.Core.Surveys.Lsst;

/// <summary>The Avro schemas of LSST packets that Boom brings along, and how the survey numbers its schemas.</summary>
public static class LsstSchemas
{
    // A number is 100 × major + minor; no frame of another kind of packet begins with one of this range.
    const uint FirstNumber = 100;
    const uint NumberEnd = 10_000;

    static readonly (Version Version, string Text)[] _included =
        [.. new Version[] { new(9, 0), new(10, 0), new(11, 0), new(11, 1) }.Select(version => (version, LsstSchemaWriter.Write(version)))];

    /// <summary>Versions that Boom brings along, oldest first.</summary>
    public static IReadOnlyList<Version> Versions { get; } = [.. _included.Select(schema => schema.Version)];

    /// <summary>How schemas are numbered, named and found.</summary>
    public static SchemaSubject Subject { get; } = new()
    {
        Survey = Survey.Lsst,
        Name = "alert-packet",
        Registry = "https://rubin-alert-schemas.slac.stanford.edu/schema-registry",
        Files = "https://github.com/lsst/alert_packet/tree/main/python/lsst/alert/packet/schema",
        VersionOf = VersionOf,
        NumberOf = version => checked((uint)((100 * version.Major) + version.Minor)),
        RecordName = version => FormattableString.Invariant($"{LsstSchemaWriter.Namespace(version)}.alert"),
        Included = Versions,
        IncludedText = Text,
    };

    /// <summary>
    /// Writer's schema of packets of a version, JSON, self-contained: the survey's field names, order and types. Null for a version that Boom does not
    /// bring along.
    /// </summary>
    public static string? Text(Version version)
    {
        foreach (var (included, text) in _included)
        {
            if (included == version)
                return text;
        }

        return null;
    }

    /// <summary>The same in UTF-8.</summary>
    /// <exception cref="ArgumentException">The version is not one of <see cref="Versions"/>.</exception>
    public static byte[] Utf8(Version version) =>
        Encoding.UTF8.GetBytes(Text(version) ?? throw new ArgumentException($"Boom brings no LSST schema {version} along.", nameof(version)));

    static Version? VersionOf(uint number) =>
        number is >= FirstNumber and < NumberEnd ? new Version((int)(number / 100), (int)(number % 100)) : null;
}
