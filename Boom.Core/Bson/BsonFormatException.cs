namespace Boom.Core.Bson;

/// <summary>Bytes that are not a BSON document of the types Boom knows.</summary>
public sealed class BsonFormatException(string message) : FormatException(message);
