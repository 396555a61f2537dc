namespace Boom.Core.Avro;

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
