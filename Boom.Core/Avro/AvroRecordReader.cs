namespace Boom.Core.Avro;

/// <summary>
/// Reads one record of a certain writer's schema into <typeparamref name="T"/>: compiled once per schema, it binds fields by name, passes
/// over those that nobody asks for and leaves the default where the writer has none.
/// </summary>
/// <typeparam name="T">A struct, or a class with a public constructor without parameters.</typeparam>
/// <param name="reader">At the start of the record; left at its end.</param>
/// <param name="target">Receives the values; a class must be given an instance.</param>
public delegate void AvroRecordReader<T>(ref AvroReader reader, ref T target);
