using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Boom.Core.Bson;
using Boom.Core.Matching;

namespace Boom.Core.Filters.Values;

/// <summary>
/// One value while a filter runs, 24 bytes that live on the stack or in an arena; the default is a missing value. Numbers, booleans and dates are held in
/// place. All else is a slice of bytes that are BSON already, or of an arena: a computed array is a slice of values, a computed object one of fields, and a
/// point of a light curve a row of a <see cref="PointTable"/>. Nothing is copied until a result is written.
/// </summary>
readonly struct FilterValue
{
    /// <summary>Stands for a value that is not known: nothing is decided on it.</summary>
    const BsonType UnknownType = (BsonType)0xFF;

    readonly object? _source;
    readonly long _bits;

    FilterValue(BsonType type, ValueForm form, object? source, long bits) => (Type, Form, _source, _bits) = (type, form, source, bits);

    public BsonType Type { get; }

    public ValueForm Form { get; }

    public static FilterValue Null => new(BsonType.Null, ValueForm.Plain, null, 0);

    public static FilterValue Unknown => new(UnknownType, ValueForm.Plain, null, 0);

    /// <summary>Says that a path must be walked.</summary>
    public static FilterValue Through => new(default, ValueForm.Through, null, 0);

    public static FilterValue True => new(BsonType.Boolean, ValueForm.Plain, null, 1);

    public static FilterValue False => new(BsonType.Boolean, ValueForm.Plain, null, 0);

    public bool IsMissing => Type == default;

    /// <summary>Null or missing.</summary>
    public bool IsNullish => Type is default(BsonType) or BsonType.Null;

    public bool IsUnknown => Type == UnknownType;

    public bool IsNumber => Type is BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128;

    /// <summary>An int32 or an int64.</summary>
    public bool IsInteger => Type is BsonType.Int32 or BsonType.Int64;

    public static FilterValue Of(double value) => new(BsonType.Double, ValueForm.Plain, null, BitConverter.DoubleToInt64Bits(value));

    public static FilterValue Of(int value) => new(BsonType.Int32, ValueForm.Plain, null, value);

    public static FilterValue Of(long value) => new(BsonType.Int64, ValueForm.Plain, null, value);

    public static FilterValue Of(bool value) => new(BsonType.Boolean, ValueForm.Plain, null, value ? 1 : 0);

    public static FilterValue Date(long unixMilliseconds) => new(BsonType.DateTime, ValueForm.Plain, null, unixMilliseconds);

    /// <summary>A truth that is known or not.</summary>
    public static FilterValue Of(Truth value) => value == Truth.Unknown ? Unknown : Of(value == Truth.True);

    /// <summary>An encoded value of a type that is not held in place.</summary>
    public static FilterValue Encoded(BsonType type, byte[] buffer, int offset, int length)
        => new(type, ValueForm.Plain, buffer, Slice(offset, length));

    /// <summary>A computed array: values of an arena.</summary>
    public static FilterValue List(FilterValue[] values, int start, int count) => new(BsonType.Array, ValueForm.List, values, Slice(start, count));

    /// <summary>A computed object: fields of an arena.</summary>
    public static FilterValue Fields(FilterField[] fields, int start, int count) => new(BsonType.Document, ValueForm.Fields, fields, Slice(start, count));

    /// <summary>An element of an array whose fields are in a table.</summary>
    public static FilterValue Row(PointTable table, int row) => new(BsonType.Document, ValueForm.Row, table, row);

    /// <summary>A value that is made when it is asked for.</summary>
    public static FilterValue Deferred(DeferredValue value) => new(default, ValueForm.Deferred, value, 0);

    /// <summary>What a deferred value makes; any other as it is.</summary>
    public FilterValue Made => Form == ValueForm.Deferred ? Unsafe.As<DeferredValue>(_source!).Value : this;

    /// <summary>The value at a place of a buffer.</summary>
    public static FilterValue Read(BsonType type, byte[] buffer, int offset, int length) => type switch
    {
        BsonType.Double => new(type, ValueForm.Plain, null, BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(offset))),
        BsonType.Int32 => new(type, ValueForm.Plain, null, BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(offset))),
        BsonType.Int64 or BsonType.DateTime => new(type, ValueForm.Plain, null, BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(offset))),
        BsonType.Boolean => new(type, ValueForm.Plain, null, buffer[offset] != 0 ? 1 : 0),
        BsonType.Null => Null,
        _ => new(type, ValueForm.Plain, buffer, Slice(offset, length)),
    };

    /// <summary>A BSON document as a value.</summary>
    public static FilterValue Document(ReadOnlyMemory<byte> bson)
        => MemoryMarshal.TryGetArray(bson, out var array)
            ? new(BsonType.Document, ValueForm.Plain, array.Array, Slice(array.Offset, array.Count))
            : new(BsonType.Document, ValueForm.Plain, bson.ToArray(), Slice(0, bson.Length));

    /// <summary>The value of a double.</summary>
    public double AsDouble() => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value of an int32, an int64, a date or a boolean.</summary>
    public long AsInt64() => _bits;

    public bool AsBoolean() => _bits != 0;

    /// <summary>A number that is no decimal128 as a double.</summary>
    public double ToDouble() => Type == BsonType.Double ? AsDouble() : _bits;

    /// <summary>Where the slice begins, in its buffer or arena; of a row its number.</summary>
    public int Start => (int)(_bits >> 32);

    /// <summary>Bytes, values or fields of the slice.</summary>
    public int Count => (int)_bits;

    public byte[] Buffer => Unsafe.As<byte[]>(_source!);

    public FilterValue[] ListSource => Unsafe.As<FilterValue[]>(_source!);

    public FilterField[] FieldSource => Unsafe.As<FilterField[]>(_source!);

    public PointTable Table => Unsafe.As<PointTable>(_source!);

    public int RowNumber => (int)_bits;

    /// <summary>The encoded value of a plain value that is a slice of bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(Start, Count);

    /// <summary>The bytes of a string.</summary>
    public ReadOnlySpan<byte> AsUtf8() => Buffer.AsSpan(Start + 4, Count - 5);

    /// <summary>How the value counts as a condition: false, zero, null and missing are false, all else is true.</summary>
    public Truth Truth
    {
        get
        {
            switch (Type)
            {
                case BsonType.Boolean or BsonType.Int32 or BsonType.Int64:
                    return _bits != 0 ? Truth.True : Truth.False;
                case BsonType.Double:
                    return AsDouble() != 0 ? Truth.True : Truth.False;
                case default(BsonType) or BsonType.Null:
                    return Truth.False;
                case UnknownType:
                    return Truth.Unknown;
                case BsonType.Decimal128:
                    return NumberOrder.Compare(new MatchValue(Type, Bytes), new MatchValue(BsonType.Int32, [0, 0, 0, 0])) != 0 ? Truth.True : Truth.False;
                default:
                    return Truth.True;
            }
        }
    }

    /// <summary>The value as the match language takes it; of a computed array or object not possible.</summary>
    [UnscopedRef]
    public MatchValue AsMatch()
    {
        if (Form == ValueForm.Row)
            return Table.Document(RowNumber).AsMatchOfBytes();
        return _source is null ? new(Type, InPlace()) : AsMatchOfBytes();
    }

    MatchValue AsMatchOfBytes() => new(Type, Bytes);

    [UnscopedRef]
    ReadOnlySpan<byte> InPlace()
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in _bits));
        return Type switch
        {
            BsonType.Int32 => bytes[..4],
            BsonType.Boolean => bytes[..1],
            BsonType.Double or BsonType.Int64 or BsonType.DateTime => bytes,
            _ => [],
        };
    }

    static long Slice(int start, int count) => (long)start << 32 | (uint)count;
}
