namespace Boom.Core.Avro;

/// <summary>How one field of the wire is passed over, taken and written.</summary>
struct AvroPlanStep
{
    /// <summary>First byte of the union when the value is null; <see cref="Never"/> for a field that is always there.</summary>
    public byte NullByte;

    /// <summary>First byte of the union when the value is there.</summary>
    public byte ValueByte;

    /// <summary>How the value lies on the wire.</summary>
    public AvroWire Wire;

    /// <summary>What it becomes.</summary>
    public AvroTarget Target;

    /// <summary>Whether 0 counts as absent.</summary>
    public bool ZeroIsAbsent;

    /// <summary>Where its value is put; -1 for nowhere.</summary>
    public sbyte Slot;

    /// <summary>Length of the head of its element (type, name, 0); 0 for a field that is not written.</summary>
    public byte HeadLength;

    /// <summary>Where the head begins among all heads.</summary>
    public int HeadOffset;

    /// <summary>The writer's type, for <see cref="AvroWire.Other"/> and <see cref="AvroWire.Converted"/>.</summary>
    public AvroSchema? Schema;

    /// <summary>Way through a record, or through the records of an array.</summary>
    public AvroRecordPlan? Nested;

    /// <summary>No first byte of a union of two.</summary>
    public const byte Never = 0xFF;
}

/// <summary>Ways in which a value lies on the wire.</summary>
enum AvroWire : byte
{
    Float,
    Double,
    Int,
    Long,
    Boolean,
    Slice,

    /// <summary>A record, or an array of records: passed over.</summary>
    Record,
    Array,

    /// <summary>Anything else that nobody wants.</summary>
    Other,

    /// <summary>Of another type than is wanted, or a union of several: taken value by value.</summary>
    Converted,
}
