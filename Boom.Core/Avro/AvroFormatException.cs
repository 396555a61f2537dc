namespace Boom.Core.Avro;

/// <summary>Bytes or a schema that are not valid Avro, or that do not fit what is asked of them. The only error decoding raises.</summary>
public sealed class AvroFormatException : Exception
{
    /// <param name="fault">What kind of fault.</param>
    /// <param name="what">One clause for a person, without place.</param>
    /// <param name="position">Byte in the input at which it was noticed, or -1 when it has no place.</param>
    /// <param name="path">Field in which it was noticed, e.g. <c>prv_candidates[3].magpsf</c>, or null.</param>
    public AvroFormatException(AvroFault fault, string what, long position = -1, string? path = null)
        : base(Describe(what, position, path))
    {
        Fault = fault;
        What = what;
        Position = position;
        Path = path;
    }

    /// <summary>What kind of fault.</summary>
    public AvroFault Fault { get; }

    /// <summary>The fault without its place.</summary>
    public string What { get; }

    /// <summary>Byte in the input at which it was noticed, or -1.</summary>
    public long Position { get; }

    /// <summary>Field in which it was noticed, or null.</summary>
    public string? Path { get; }

    static string Describe(string what, long position, string? path) => (position, path) switch
    {
        ( < 0, null) => what,
        ( < 0, _) => $"{what} (field {path})",
        (_, null) => $"{what} (at byte {position})",
        _ => $"{what} (at byte {position}, field {path})",
    };
}
