namespace Boom.Core.Avro;

/// <summary>How a property takes its value from a record. Without it, a property takes the field of the same name in any case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AvroBindAttribute : Attribute
{
    /// <summary>Other names of the field, by preference, tried before the property's own.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>A writer's schema without the field is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Empty items that an array gets after its last one, for a consumer that appends; 0 by default.</summary>
    public int SpareItems { get; init; }

    /// <summary>The property is not taken from the record.</summary>
    public bool Ignore { get; init; }
}
