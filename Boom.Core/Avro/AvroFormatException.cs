namespace Boom.Core.Avro;

/// <summary>Bytes or a schema that are not valid Avro, or that do not fit what is asked of them. The only error decoding raises.</summary>
/// <param name="fault">What kind of fault.</param>
/// <param name="what">One clause for a person, without place.</param>
/// <param name="position">Byte in the input at which it was noticed, or -1 when it has no place.</param>
/// <param name="path">Field in which it was noticed, e.g. <c>prv_candidates[3].magpsf</c>, or null.</param>
public sealed class AvroFormatException(AvroFault fault, string what, long position = -1, string? path = null)
    : Exception(Describe(what, position, path))
{
    /// <summary>What kind of fault.</summary>
    public AvroFault Fault => fault;

    /// <summary>The fault without its place.</summary>
    public string What => what;

    /// <summary>Byte in the input at which it was noticed, or -1.</summary>
    public long Position => position;

    /// <summary>Field in which it was noticed, or null.</summary>
    public string? Path => path;

    static string Describe(string what, long position, string? path) => (position, path) switch
    {
        ( < 0, null) => what,
        ( < 0, _) => $"{what} (field {path})",
        (_, null) => $"{what} (at byte {position})",
        _ => $"{what} (at byte {position}, field {path})",
    };
}

/// <summary>Kinds of Avro faults; the names are the reasons of dead letters.</summary>
public enum AvroFault
{
    /// <summary>The input does not begin as an Avro container file.</summary>
    NotAvro,

    /// <summary>The input ends too early.</summary>
    Truncated,

    /// <summary>Lengths, counts, markers, checksums or encodings that contradict each other.</summary>
    Corrupt,

    /// <summary>The schema is not a valid Avro schema, or one beyond the limits.</summary>
    Schema,

    /// <summary>The compression codec is not one of null, deflate and snappy.</summary>
    Codec,

    /// <summary>The writer's schema lacks a field that is required.</summary>
    MissingField,

    /// <summary>The writer's type of a field cannot be read as the type asked for.</summary>
    TypeMismatch,

    /// <summary>A number that does not fit the type asked for.</summary>
    OutOfRange,

    /// <summary>The schema is one of another kind of packet.</summary>
    Foreign,
}
