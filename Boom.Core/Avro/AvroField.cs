namespace Boom.Core.Avro;

/// <summary>A field of a record schema.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Schema">Type of the field.</param>
public sealed record AvroField(string Name, AvroSchema Schema);
