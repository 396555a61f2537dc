using System.Buffers.Binary;
using System.Text;
using Boom.Core.Bson;
using Boom.Core.Catalogs;
using Boom.Core.Matching;
using Boom.Core.Sky;

namespace Boom.Catalogs;

/// <summary>The condition of an import: takes the values that it reads and tells whether the row is kept. Fields are named as in the table.</summary>
sealed class RowCondition : IDisposable
{
    readonly MatchExpression _expression;
    readonly int[] _columns;
    readonly byte[][] _names;
    readonly Value[] _values;
    readonly bool _readsRa, _readsDec;
    readonly BsonWriter _writer = new();

    /// <param name="expression">Compiled.</param>
    /// <param name="names">Names in the table of the source's columns; null for those that give the positions.</param>
    /// <exception cref="CatalogException">It reads what is no column.</exception>
    public RowCondition(MatchExpression expression, IReadOnlyList<string?> names)
    {
        _expression = expression;
        var columns = new List<int>();
        foreach (var path in expression.Paths)
        {
            if (path is "ra" or "dec")
            {
                (_readsRa, _readsDec) = (_readsRa || path == "ra", _readsDec || path == "dec");
                continue;
            }

            var column = -1;
            for (var i = 0; i < names.Count && column < 0; i++)
                column = names[i] == path ? i : -1;
            if (column < 0)
                throw new CatalogException($"The condition (--where) reads '{path}', which is no column: {string.Join(", ", names.Where(name => name is not null).Take(30))}, ra and dec are.");
            columns.Add(column);
        }

        _columns = [.. columns];
        _names = [.. columns.Select(column => Encoding.UTF8.GetBytes(names[column]!))];
        _values = new Value[columns.Count];
    }

    public int SlotOf(int column) => Array.IndexOf(_columns, column);

    public void Clear()
    {
        foreach (ref var value in _values.AsSpan())
            value.Has = false;
    }

    public void SetBool(int slot, bool value) => _values[slot].Set(SkyColumnType.Bool, value ? 1 : 0);

    public void SetInt32(int slot, int value) => _values[slot].Set(SkyColumnType.Int32, value);

    public void SetInt64(int slot, long value) => _values[slot].Set(SkyColumnType.Int64, value);

    public void SetDouble(int slot, double value)
    {
        if (double.IsFinite(value))
            _values[slot].Set(SkyColumnType.Float64, BitConverter.DoubleToInt64Bits(value));
    }

    public void SetString(int slot, ReadOnlySpan<byte> utf8) => _values[slot].Set(utf8);

    /// <summary>Whether the row is kept.</summary>
    /// <param name="position">Its position; null when it has none.</param>
    public bool IsMatch(SkyPosition? position)
    {
        _writer.Reset();
        _writer.BeginRoot();
        if (_readsRa)
            _writer.Double("ra"u8, position?.RaDegrees);
        if (_readsDec)
            _writer.Double("dec"u8, position?.DecDegrees);
        for (var i = 0; i < _values.Length; i++)
            _values[i].Write(_writer, _names[i]);
        return _expression.IsMatch(_writer.EndRoot().Span);
    }

    public void Dispose() => _writer.Dispose();

    struct Value
    {
        SkyColumnType _type;
        long _bits;
        byte[]? _text;
        int _length;

        public bool Has;

        public void Set(SkyColumnType type, long bits) => (_type, _bits, Has) = (type, bits, true);

        // Encoded as BSON has it: length, text, zero.
        public void Set(ReadOnlySpan<byte> utf8)
        {
            _length = utf8.Length + 5;
            if (_text is null || _text.Length < _length)
                _text = new byte[Math.Max(64, _length * 2)];
            BinaryPrimitives.WriteInt32LittleEndian(_text, utf8.Length + 1);
            utf8.CopyTo(_text.AsSpan(4));
            _text[_length - 1] = 0;
            (_type, Has) = (SkyColumnType.String, true);
        }

        public readonly void Write(BsonWriter writer, byte[] name)
        {
            if (!Has)
                return;
            switch (_type)
            {
                case SkyColumnType.Bool:
                    writer.Boolean(name, _bits != 0);
                    break;
                case SkyColumnType.Int32:
                    writer.Int32(name, (int)_bits);
                    break;
                case SkyColumnType.Int64:
                    writer.Int64(name, _bits);
                    break;
                case SkyColumnType.String:
                    writer.Raw(BsonType.String, name, _text.AsSpan(0, _length));
                    break;
                default:
                    writer.Double(name, BitConverter.Int64BitsToDouble(_bits));
                    break;
            }
        }
    }
}
