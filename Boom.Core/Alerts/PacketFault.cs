using Boom.Core.Avro;

namespace Boom.Core.Alerts;

/// <summary>Why a packet, or one record of it, cannot become an alert.</summary>
/// <param name="Reason">Stable short code; the reason of the dead letter.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Candid">When it could be read.</param>
/// <param name="ObjectId">When it could be read.</param>
public sealed record PacketFault(string Reason, string Detail, long? Candid = null, string? ObjectId = null)
{
    /// <summary>The reasons there are; surveys have some more of their own for values that cannot be.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
        ["not-avro", "truncated", "corrupt", "schema", "codec", "missing-field", "type-mismatch", "out-of-range", "foreign", "unknown-schema", "empty", "failed", "store"];

    /// <summary>The fault of a packet that is not valid Avro, or not of a schema that fits.</summary>
    public static PacketFault FromAvro(AvroFormatException exception) => new(
        exception.Fault switch
        {
            AvroFault.NotAvro => "not-avro",
            AvroFault.Truncated => "truncated",
            AvroFault.Corrupt => "corrupt",
            AvroFault.Schema => "schema",
            AvroFault.Codec => "codec",
            AvroFault.MissingField => "missing-field",
            AvroFault.OutOfRange => "out-of-range",
            AvroFault.Foreign => "foreign",
            _ => "type-mismatch",
        },
        Sentence(exception.Message));

    static string Sentence(string message) => $"{char.ToUpperInvariant(message[0])}{message[1..]}.";
}
