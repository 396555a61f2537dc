using Microsoft.Win32.SafeHandles;

namespace Boom.Core.Catalogs;

/// <summary>Turns rows in order into the sections of a table.</summary>
sealed unsafe class SkyTableWriter : IDisposable
{
    readonly SkyTablePlan _plan;
    readonly SkyRowLayout _layout;
    readonly List<SkySectionWriter> _sections = [];
    readonly SkySectionWriter _cells, _keys, _positions;
    readonly ColumnWriter[] _columns;
    readonly bool _wideCells;
    readonly int _keyShift;
    long _nextCell;
    long _rows;
    double _ra0, _ra1, _ra2, _dec0, _dec1, _dec2;

    public SkyTableWriter(SafeFileHandle file, SkyTablePlan plan, SkyRowLayout layout, int bufferBytes)
    {
        (_plan, _layout, _keyShift) = (plan, layout, SkyTableFormat.KeyShift(plan.IndexOrder));
        _columns = new ColumnWriter[layout.Columns.Length];
        for (var i = 0; i < _columns.Length; i++)
            _columns[i] = new ColumnWriter { Type = layout.Columns[i].Type, Offset = layout.Offsets[i] };
        foreach (var section in plan.Sections)
        {
            var writer = new SkySectionWriter(file, section, bufferBytes);
            _sections.Add(writer);
            if (section.Column >= 0)
                _columns[section.Column].Take(section, writer);
        }

        (_cells, _keys, _positions) = (Section(SkySectionKind.CellIndex), Section(SkySectionKind.SampledKeys), Section(SkySectionKind.Positions));
        _wideCells = plan.Sections[_sections.IndexOf(_cells)].ElementBytes == sizeof(long);
    }

    /// <summary>Rows must come in order.</summary>
    public void Write(SkyRecord* record)
    {
        var cell = record->Key >> _keyShift;
        while (_nextCell <= cell)
            WriteCell();
        if (_rows % SkyTableFormat.KeyStride == 0)
            _keys.Write(record->Key);
        WritePosition(record->Ra, record->Dec);
        var fixedPart = (byte*)record + SkyRecord.HeadBytes;
        var present = fixedPart + _layout.PresentOffset;
        var text = fixedPart + _layout.FixedBytes;
        var columns = _columns;
        for (var i = 0; i < columns.Length; i++)
            columns[i].Write(fixedPart, (present[i >> 3] & (1 << (i & 7))) != 0, ref text);
        _rows++;
    }

    /// <summary>Ends all sections and puts their checksums into the plan.</summary>
    public void Complete()
    {
        var last = SkyTableFormat.Cells(_plan.IndexOrder);
        while (_nextCell <= last)
            WriteCell();
        for (var row = _rows; row % SkyTableFormat.BlockRows != 0; row++)
            WritePosition(double.NaN, double.NaN, row);
        foreach (var column in _columns)
            column.Complete();
        for (var i = 0; i < _sections.Count; i++)
            _plan.Sections[i] = _sections[i].Complete();
    }

    public void Dispose()
    {
        foreach (var section in _sections)
            section.Dispose();
    }

    SkySectionWriter Section(SkySectionKind kind) => _sections[_plan.Sections.FindIndex(section => section.Kind == kind)];

    void WriteCell()
    {
        if (_wideCells)
            _cells.Write(_rows);
        else
            _cells.Write((uint)_rows);
        _nextCell++;
    }

    void WritePosition(double ra, double dec) => WritePosition(ra, dec, _rows);

    void WritePosition(double ra, double dec, long row)
    {
        switch (row % SkyTableFormat.BlockRows)
        {
            case 0:
                (_ra0, _dec0) = (ra, dec);
                break;
            case 1:
                (_ra1, _dec1) = (ra, dec);
                break;
            case 2:
                (_ra2, _dec2) = (ra, dec);
                break;
            default:
                _positions.Write(new Block(_ra0, _ra1, _ra2, ra, _dec0, _dec1, _dec2, dec));
                break;
        }
    }

    readonly record struct Block(double Ra0, double Ra1, double Ra2, double Ra3, double Dec0, double Dec1, double Dec2, double Dec3);

    sealed class ColumnWriter
    {
        SkySectionWriter _values = null!;
        SkySectionWriter? _text, _nulls;
        bool _wideOffsets;
        long _textBytes;
        int _nullBits, _nullCount;

        public required SkyColumnType Type { get; init; }

        public required int Offset { get; init; }

        public void Take(SkySection section, SkySectionWriter writer)
        {
            switch (section.Kind)
            {
                case SkySectionKind.Nulls:
                    _nulls = writer;
                    break;
                case SkySectionKind.Text:
                    _text = writer;
                    break;
                default:
                    (_values, _wideOffsets) = (writer, section.ElementBytes == sizeof(long));
                    break;
            }
        }

        public void Write(byte* fixedPart, bool present, ref byte* text)
        {
            var slot = fixedPart + Offset;
            switch (Type)
            {
                case SkyColumnType.Bool:
                    _values.Write(present ? *slot : (byte)0);
                    break;
                case SkyColumnType.Int32 or SkyColumnType.Float32:
                    _values.Write(present ? *(int*)slot : 0);
                    break;
                case SkyColumnType.Int64 or SkyColumnType.Float64:
                    _values.Write(present ? *(long*)slot : 0);
                    break;
                default:
                    WriteText(present ? *(int*)slot : 0, ref text);
                    break;
            }

            if (_nulls is not null)
                WriteNull(_nulls, !present);
        }

        public void Complete()
        {
            if (Type == SkyColumnType.String)
                WriteOffset();
            if (_nulls is not null && _nullCount % 8 != 0)
                _nulls.Write((byte)_nullBits);
        }

        void WriteText(int length, ref byte* text)
        {
            WriteOffset();
            _text!.Write(new ReadOnlySpan<byte>(text, length));
            _textBytes += length;
            text += length;
        }

        void WriteOffset()
        {
            if (_wideOffsets)
                _values.Write(_textBytes);
            else
                _values.Write((uint)_textBytes);
        }

        void WriteNull(SkySectionWriter nulls, bool isNull)
        {
            _nullBits |= (isNull ? 1 : 0) << (_nullCount & 7);
            if ((++_nullCount & 7) != 0)
                return;
            nulls.Write((byte)_nullBits);
            _nullBits = 0;
        }
    }
}
