using System.Buffers.Binary;
using Boom.Core.Alerts;

namespace Boom.Core.Surveys.Ztf;

/// <summary>
/// Whose packet it is, by what the packet says itself: the full name of the writer's record (<c>ztf.alert</c> in every version). A name
/// without namespace, as Spark gives its containers (<c>topLevelRecord</c>), says nothing; then the names of the objects decide.
/// </summary>
static class ZtfPacketName
{
    const string Survey = "ztf";
    const int LongestName = 60;

    // LSST numbers its schemas 100 × major + minor version.
    const uint HighestSchema = 10_000;

    /// <summary>Whether the full name of a record is in the namespace of ZTF.</summary>
    internal static bool IsOfZtf(string fullName) =>
        fullName.Length > Survey.Length && fullName[Survey.Length] == '.' && fullName.StartsWith(Survey, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why packets of this record are not read; null for those of ZTF and those without namespace.</summary>
    internal static string? Refuse(string fullName) => fullName.Contains('.') && !IsOfZtf(fullName) ? Foreign(fullName) : null;

    /// <summary>Why a record without namespace is not read: its object has no name of ZTF.</summary>
    internal static string? RefuseObject(string fullName, string? objectId) =>
        objectId is not null && objectId.StartsWith(Survey, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"Packet of {Cut(fullName)}, which names no survey, with object {Cut(objectId ?? "none")}, not of ZTF.";

    /// <summary>The fault of a packet in the framing of a schema registry: a zero byte and the number of its schema; null for any other.</summary>
    internal static PacketFault? OtherFraming(ReadOnlySpan<byte> packet) =>
        packet is [0, _, _, _, _, ..] && BinaryPrimitives.ReadUInt32BigEndian(packet[1..]) is > 0 and < HighestSchema and var schema
        ? new PacketFault("foreign", FormattableString.Invariant(
            $"Packet in registry framing, as LSST sends them (schema {schema}), not of ZTF."))
        : null;

    static string Foreign(string fullName) => $"packet of {Cut(fullName)}, not of ZTF";

    static string Cut(string name) => name.Length <= LongestName ? name : name[..LongestName] + "…";
}
