namespace Boom.Core.Filters.Values;

/// <summary>A field of a computed object. Its name is a slice of a document or the whole of a compiled name.</summary>
readonly struct FilterField(byte[] nameSource, int nameStart, int nameLength, in FilterValue value)
{
    public FilterField(FieldName name, in FilterValue value)
        : this(name.Utf8, 0, name.Utf8.Length, value)
    {
    }

    public FilterValue Value { get; } = value;

    public byte[] NameSource => nameSource;

    public int NameStart => nameStart;

    public int NameLength => nameLength;

    public ReadOnlySpan<byte> Name => nameSource.AsSpan(nameStart, nameLength);

    public bool Has(FieldName name) => ReferenceEquals(nameSource, name.Utf8) || (nameLength == name.Utf8.Length && Name.SequenceEqual(name.Utf8));

    public FilterField With(in FilterValue value) => new(nameSource, nameStart, nameLength, value);
}
