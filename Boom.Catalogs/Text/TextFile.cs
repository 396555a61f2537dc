using System.Text;
using System.Text.Unicode;
using Boom.Core.Catalogs;
using Boom.Core.Text;

namespace Boom.Catalogs.Text;

/// <summary>One text table: CSV, TSV, ECSV.</summary>
sealed class TextFile : TableFile
{
    const int ShownCharacters = 60;

    readonly string _name;
    readonly CatalogInput _input;
    readonly DelimitedReader _reader;
    readonly TextTypes _types;
    readonly int _fieldCount;
    readonly int[] _fields;
    readonly List<SkippedColumn> _skipped = [];
    ColumnPlan? _plan;
    Wanted[] _wanted = [];

    /// <summary>Opens a file and reads what comes before its rows.</summary>
    public TextFile(string path, string name, CatalogOptions options, TextTypes types)
    {
        (_name, _types) = (name, types);
        var encoding = TextEncodings.Of(path, options.IsLatin1);
        _input = CatalogInput.Open(path);
        try
        {
            _reader = new DelimitedReader(TextEncodings.AsUtf8(_input.Content, encoding), name);
            var layout = TextLayout.Read(_reader, name, options.Separator);
            _fieldCount = layout.Columns.Count;
            var kept = Enumerable.Range(0, _fieldCount).Where(i => layout.Declared?[i].Obstacle is null).ToArray();
            _fields = kept;
            Columns = [.. kept.Select(i => layout.Columns[i])];
            Declared = layout.Declared is { } declared ? [.. kept.Select(i => declared[i])] : null;
            _skipped.AddRange((layout.Declared ?? []).Where(column => column.Obstacle is not null).Select(column => new SkippedColumn(column.Column.Name, column.Obstacle!)));
        }
        catch (Exception fault)
        {
            _input.Dispose();
            if (IsOfStream(fault))
                throw CatalogFaults.OfStream(name, "its beginning", _input.IsGzip, fault);
            throw;
        }
    }

    public override IReadOnlyList<CatalogColumn> Columns { get; }

    /// <summary>What an ECSV header says of the columns.</summary>
    public IReadOnlyList<EcsvColumn>? Declared { get; }

    public override IReadOnlyList<SkippedColumn> Skipped => _skipped;

    public override long ReadBytes => _input.ReadBytes;

    public override string Place => $"line {_reader.Line}";

    /// <summary>Notes the types of so many rows.</summary>
    /// <param name="rows">At most.</param>
    public void Sample(int rows, NullMarkers markers)
    {
        for (; rows > 0 && NextRow() is not DelimitedRead.End and var read; rows--)
        {
            if (read != DelimitedRead.Row || _reader.Count != _fieldCount)
                continue;
            for (var i = 0; i < _fields.Length; i++)
            {
                if (!markers.IsNullField(_reader[_fields[i]]))
                    _types.See(i, _reader[_fields[i]]);
            }
        }
    }

    public override void Begin(int[] map, ColumnPlan plan)
    {
        _plan = plan;
        var wanted = new List<Wanted>();
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0)
                wanted.Add(new Wanted(_fields[i], map[i], plan.IsPosition(map[i])));
        }

        _wanted = [.. wanted];
    }

    public override CatalogRead Read(CatalogRow row)
    {
        while (true)
        {
            switch (NextRow())
            {
                case DelimitedRead.End:
                    return CatalogRead.End;
                case DelimitedRead.BadQuotes:
                    return _types.IsLooking ? CatalogRead.Looking : row.Refuse("its quotes do not match");
            }

            if (_reader.Count == _fieldCount)
                return _types.IsLooking ? Look() : ReadFields(row);

            // A remark at the end, as some archives put there.
            if (_reader[0] is [(byte)'#', ..])
                continue;
            return _types.IsLooking ? CatalogRead.Looking
                : row.Refuse("it has another number of fields than the line with the names", $"{_reader.Count} instead of {_fieldCount}");
        }
    }

    public override void Dispose() => _input.Dispose();

    /// <summary>The fault of text that is not UTF-8.</summary>
    public static CatalogException NotUtf8(string name, long line, string shown) => new(
        $"Line {line} of {name} is not UTF-8 ('{shown}'): convert the file to UTF-8, or say that it is Latin-1 (--encoding latin-1).");

    CatalogRead ReadFields(CatalogRow row)
    {
        var markers = _plan!.Markers;
        foreach (ref readonly var wanted in _wanted.AsSpan())
        {
            var text = _reader[wanted.Field];
            if (markers.IsNullField(text))
                continue;
            if (wanted.IsPosition)
            {
                SetCoordinate(row, wanted.Column, text);
                continue;
            }

            if (Set(row, wanted.Column, text))
                continue;
            if (_types.IsDeclared(wanted.Column))
                return row.Refuse($"a value is not what the header says of column '{VisibleText.Of(NameOf(wanted.Column))}'", Shown(text));

            // Rows before this one are as they were seen; from here on everything is looked at, then read anew.
            _types.IsLooking = true;
            return Look();
        }

        return CatalogRead.Row;
    }

    static void SetCoordinate(CatalogRow row, int column, ReadOnlySpan<byte> text)
    {
        // A marker that is a number, such as -999.
        if (TextNumber.Parse(text, out _, out var value) is NumberForm.Whole or NumberForm.Real)
            row.SetFloat64(column, value);
        else
            row.SetString(column, text);
    }

    bool Set(CatalogRow row, int column, ReadOnlySpan<byte> text)
    {
        switch (_types[column])
        {
            case SkyColumnType.Float64 when TextValues.TryDouble(text, out var value) || (_types.IsDeclared(column) && TextNumber.TryDouble(text, out value)):
                row.SetFloat64(column, value);
                return true;
            case SkyColumnType.Float32 when TextNumber.TryDouble(text, out var value):
                row.SetFloat32(column, (float)value);
                return true;
            case SkyColumnType.Int32 when TextValues.TryWhole(text, out var value) && value is >= int.MinValue and <= int.MaxValue:
                row.SetInt32(column, (int)value);
                return true;
            case SkyColumnType.Int64 when TextValues.TryWhole(text, out var value):
                if (value is < -TextNumber.LargestExact or > TextNumber.LargestExact)
                    _types.SeeLarge(column);
                row.SetInt64(column, value);
                return true;
            case SkyColumnType.Bool when TextValues.TryBool(text, out var value):
                row.SetBool(column, value);
                return true;
            case SkyColumnType.String:
                if (!Utf8.IsValid(text))
                    throw NotUtf8(_name, _reader.Line, Shown(text));
                row.SetString(column, text);
                return true;
            default:
                return false;
        }
    }

    CatalogRead Look()
    {
        foreach (ref readonly var wanted in _wanted.AsSpan())
        {
            var text = _reader[wanted.Field];
            if (!wanted.IsPosition && !_plan!.Markers.IsNullField(text))
                _types.See(wanted.Column, text);
        }

        return CatalogRead.Looking;
    }

    DelimitedRead NextRow()
    {
        try
        {
            return _reader.Read();
        }
        catch (Exception fault) when (IsOfStream(fault))
        {
            throw CatalogFaults.OfStream(_name, $"line {_reader.NextLine}", _input.IsGzip, fault);
        }
    }

    string NameOf(int column) => _plan!.NameOf(column);

    static bool IsOfStream(Exception fault) => fault is IOException or InvalidDataException or UnauthorizedAccessException or DecoderFallbackException;

    static string Shown(ReadOnlySpan<byte> text)
    {
        var shown = Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
        return VisibleText.Of(shown.Length > ShownCharacters ? shown[..ShownCharacters] + "…" : shown);
    }

    readonly record struct Wanted(int Field, int Column, bool IsPosition);
}
