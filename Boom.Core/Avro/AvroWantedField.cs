namespace Boom.Core.Avro;

/// <summary>What somebody wants of a record's field: to have its value, to have it as an element of a BSON document, or both.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Target">What it becomes.</param>
sealed record AvroWantedField(string Name, AvroTarget Target)
{
    /// <summary>Names of the same thing in other schemas, by preference, for a schema that has no <see cref="Name"/>.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>Name of the BSON element; null for a field that is not written.</summary>
    public string? Element { get; init; }

    /// <summary>Where its value is put; -1 for nowhere.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Whether a schema without the field is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether 0 says that there is none, as with identifiers.</summary>
    public bool ZeroIsAbsent { get; init; }
}

/// <summary>What a field becomes. Numbers of any type become those asked for, where the value fits.</summary>
enum AvroTarget : byte
{
    /// <summary>Nothing: passed over.</summary>
    None,

    /// <summary>Double precision; a BSON double. NaN and infinities count as absent.</summary>
    Double,

    /// <summary>Single precision, widened; a BSON double. NaN and infinities count as absent.</summary>
    Single,

    /// <summary>A BSON int32.</summary>
    Int32,

    /// <summary>A BSON int64.</summary>
    Int64,

    /// <summary>A BSON boolean.</summary>
    Boolean,

    /// <summary>Text; a BSON string.</summary>
    String,

    /// <summary>Bytes, left where they are; never an element.</summary>
    Bytes,
}
