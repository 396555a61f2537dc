using Boom.Core.Avro;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// Whose packet it is, by the full name of the writer's record: <c>lsst.v11_1.alert</c>, before 3.0 <c>lsst.alert</c>. A name without namespace, as Spark gives
/// its containers, says nothing; then a source with a field that only this survey has decides.
/// </summary>
static class LsstPacketName
{
    /// <summary>Why packets of this schema are not read, as one clause; null for those of LSST.</summary>
    internal static string? Refuse(AvroSchema schema) => PacketName.Refuse(Survey.Lsst, schema.Name, takesNameless: true)
        ?? (PacketName.IsOf(Survey.Lsst, schema.Name) || HasSource(schema)
            ? null
            : $"packet of {PacketName.Describe(schema.Name)}, which names no survey, without a diaSource as LSST has it");

    /// <summary>Version in the name of a record, e.g. 11.1; null for a name without.</summary>
    internal static string? VersionOf(string fullName)
    {
        var parts = fullName.Split('.');
        return parts is [_, ['v', .. var numbers], _] && numbers.Length > 0 ? numbers.Replace('_', '.') : null;
    }

    static bool HasSource(AvroSchema schema)
    {
        foreach (var field in schema.Fields)
        {
            if (field.Name == "diaSource")
                return field.Schema.Value().Fields.Any(inner => inner.Name == "midpointMjdTai");
        }

        return false;
    }
}
