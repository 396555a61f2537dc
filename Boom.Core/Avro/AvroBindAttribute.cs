namespace Boom.Core.Avro;

/// <summary>How a property or field takes its value from a record. Without it, it takes the record's field of the same name in any case.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
sealed class AvroBindAttribute : Attribute
{
    /// <summary>Other names in the record, by preference, tried before its own.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>A writer's schema without the field is refused.</summary>
    public bool Required { get; set; }

    /// <summary>Empty items that an array gets after its last one, for a consumer that appends; 0 by default.</summary>
    public int SpareItems { get; init; }

    /// <summary>It is not taken from the record.</summary>
    public bool Ignore { get; init; }
}

/// <summary>A field whose own fields and properties take their values from the record that it stands in.</summary>
[AttributeUsage(AttributeTargets.Field)]
sealed class AvroPartAttribute : Attribute
{
    /// <summary>Those that are <see cref="AvroBindAttribute.Required"/> here.</summary>
    public string[] Required { get; init; } = [];
}
