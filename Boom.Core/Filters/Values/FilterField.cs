namespace Boom.Core.Filters.Values;

/// <summary>A field of a computed object. Its name is a slice of a document or the whole of a compiled name.</summary>
readonly struct FilterField(byte[] nameSource, int nameStart, int nameLength, in FilterValue value)
{
    public FilterField(FieldName name, in FilterValue value)
        : this(name.Utf8, 0, name.Utf8.Length, value)
    {
    }

    readonly FilterValue _value = value;

    public FilterValue Value => _value.Made;

    /// <summary>Whether there is a value; a deferred one is never missing.</summary>
    public bool IsMissing => _value.IsMissing && _value.Form != ValueForm.Deferred;

    public bool IsUnknown => _value.IsUnknown;

    public byte[] NameSource => nameSource;

    public int NameStart => nameStart;

    public int NameLength => nameLength;

    public ReadOnlySpan<byte> Name => nameSource.AsSpan(nameStart, nameLength);

    public bool Has(FieldName name) => ReferenceEquals(nameSource, name.Utf8) || (nameLength == name.Utf8.Length && Name.SequenceEqual(name.Utf8));

    /// <summary>This name with the value of another field, made or not.</summary>
    public FilterField WithValueOf(in FilterField other) => new(nameSource, nameStart, nameLength, other._value);

    public FilterField With(in FilterValue value) => new(nameSource, nameStart, nameLength, value);
}
