using System.Buffers.Binary;
using System.Globalization;
using Boom.Core.Alerts;
using Boom.Core.Avro;

namespace Boom.Core.Surveys;

/// <summary>
/// Whose packet it is, by what the packet says itself: the full name of the writer's record (<c>ztf.alert</c>), or the frame of a schema registry. Packets of
/// other projects that come along with those of the surveys are known by name.
/// </summary>
public static class PacketName
{
    const int LongestName = 60;

    // Schemas are numbered 100 × major + minor version.
    const uint HighestSchema = 10_000;

    static readonly (string Namespace, string Project)[] Others =
    [
        ("decat", "DECAT, a list of sources of one object"),
        ("elasticc", "ELAsTiCC, a simulation"),
        ("atlas", "ATLAS"),
        ("pgir", "Palomar Gattini-IR"),
        ("turbo", "TURBO"),
        ("askap", "ASKAP"),
        ("rapid", "Roman RAPID"),
    ];

    /// <summary>
    /// The survey that a packet is of; null when it is of none, or does not say. <paramref name="description"/> is what it is, for a sentence:
    /// <c>WINTER (winter.alert)</c>, <c>a JPEG image</c>.
    /// </summary>
    public static Survey? Find(ReadOnlySpan<byte> packet, out string description)
    {
        if (FrameOf(packet) is { } schema)
        {
            description = $"{SurveyNames.Framed.ToUpperName()} (registry framing, schema {schema.ToString(CultureInfo.InvariantCulture)})";
            return SurveyNames.Framed;
        }

        try
        {
            var json = AvroContainerHeader.Read(packet).SchemaJson;
            var name = AvroSchema.Parse(packet.Slice(json.Offset, json.Length)).Name;
            description = Describe(name);
            return SurveyNames.TryParseRecord(name, out var survey) ? survey : null;
        }
        catch (AvroFormatException fault)
        {
            description = FirstBytes.Describe(packet) ?? (fault.Fault == AvroFault.NotAvro ? "not an Avro container" : "a damaged Avro container");
            return null;
        }
    }

    /// <summary>Whether the full name of a record is in the namespace of a survey.</summary>
    internal static bool IsOf(Survey survey, string fullName) => SurveyNames.TryParseRecord(fullName, out var found) && found == survey;

    /// <summary>Why packets of this record are not read as a survey's: one clause; null when they are.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="fullName">Of the writer's record.</param>
    /// <param name="takesNameless">Whether a name without namespace may be the survey's.</param>
    internal static string? Refuse(Survey survey, string fullName, bool takesNameless) =>
        IsOf(survey, fullName) || (takesNameless && !fullName.Contains('.')) ? null : $"packet of {Describe(fullName)}, not of {survey.ToUpperName()}";

    /// <summary>Why a record without namespace is not read: its object has no name of the survey.</summary>
    internal static string Nameless(Survey survey, string fullName, string? objectId) =>
        $"Packet of {Cut(fullName)}, which names no survey, with object {Cut(objectId ?? "none")}, not of {survey.ToUpperName()}.";

    /// <summary>The fault of a packet that cannot be read as an Avro container of the survey: what it is instead, where that is known.</summary>
    internal static PacketFault Explain(Survey survey, ReadOnlySpan<byte> packet, AvroFormatException fault)
    {
        if (fault.Fault != AvroFault.NotAvro)
            return PacketFault.FromAvro(fault);
        if (FrameOf(packet) is { } schema)
        {
            return new PacketFault("foreign", FormattableString.Invariant(
                $"Packet in registry framing, as {SurveyNames.Framed.ToUpperName()} sends them (schema {schema}), not of {survey.ToUpperName()}."));
        }

        return FirstBytes.Describe(packet) is { } what
            ? new PacketFault("not-avro", $"The packet is {what}, not an Avro container.")
            : PacketFault.FromAvro(fault);
    }

    /// <summary>What a record's full name stands for, with that name: <c>ATLAS (atlas.alert)</c>; the name alone when nobody is known by it.</summary>
    internal static string Describe(string fullName)
    {
        var name = Cut(fullName);
        if (SurveyNames.TryParseRecord(fullName, out var survey))
            return $"{survey.ToUpperName()} ({name})";
        foreach (var (space, project) in Others)
        {
            if (fullName.Length > space.Length && fullName[space.Length] == '.' && fullName.StartsWith(space, StringComparison.OrdinalIgnoreCase))
                return $"{project} ({name})";
        }

        return name;
    }

    // A zero byte and the number of the schema.
    static uint? FrameOf(ReadOnlySpan<byte> packet) =>
        packet is [0, _, _, _, _, ..] && BinaryPrimitives.ReadUInt32BigEndian(packet[1..]) is > 0 and < HighestSchema and var schema ? schema : null;

    static string Cut(string name) => name.Length <= LongestName ? name : name[..LongestName] + "…";
}
