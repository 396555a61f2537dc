using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using System.Xml;
using Boom.Core.Catalogs;
using Boom.Core.Text;

namespace Boom.Catalogs.VoTable;

/// <summary>The first table of a VOTable, row by row.</summary>
sealed class VoFile : TableFile
{
    readonly string _name;
    readonly CatalogInput _input;
    readonly XmlReader _reader;
    readonly List<VoField> _fields = [];
    readonly int[] _kept;
    readonly VoForm _form;
    readonly VoText _text;
    readonly VoStream _stream;
    readonly byte[] _nulls;
    int[] _targets = [];
    NullMarkers _markers = new([]);
    long _row;
    bool _isCut;

    /// <summary>Opens a file and reads its fields.</summary>
    public VoFile(string path, string name)
    {
        _name = name;
        _input = CatalogInput.Open(path);
        _text = new VoText(name);
        try
        {
            _reader = XmlReader.Create(new TagGuard(_input.Content, name), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            _form = VoHead.Read(_reader, name, _fields);
        }
        catch (Exception fault)
        {
            _input.Dispose();
            if (IsOfXml(fault))
                throw OfXml(fault);
            throw;
        }

        _stream = new VoStream(_reader, name);
        _nulls = new byte[(_fields.Count + 7) / 8];
        _kept = [.. Enumerable.Range(0, _fields.Count).Where(i => _fields[i].Obstacle is null)];
    }

    public override IReadOnlyList<CatalogColumn> Columns => [.. _kept.Select(kept => _fields[kept].Column)];

    public override IReadOnlyList<SkippedColumn> Skipped =>
        [.. _fields.Where(each => each.Obstacle is not null).Select(each => new SkippedColumn(each.Column.Name, each.Obstacle!))];

    public override string? Warning => _isCut ? $"{_name} says that the service cut its rows off (QUERY_STATUS OVERFLOW): there are more." : null;

    public override long ReadBytes => _input.ReadBytes;

    public override string Place => $"row {_row}";

    public override void Begin(int[] map, ColumnPlan plan)
    {
        _markers = plan.Markers;
        _targets = new int[_fields.Count];
        Array.Fill(_targets, -1);
        for (var i = 0; i < map.Length; i++)
            _targets[_kept[i]] = map[i];
    }

    public override CatalogRead Read(CatalogRow row)
    {
        try
        {
            var read = _form == VoForm.TableData ? ReadElements(row) : ReadBinary(row);
            if (read == CatalogRead.End)
                ReadRest();
            return read;
        }
        catch (Exception fault) when (IsOfXml(fault))
        {
            throw OfXml(fault);
        }
    }

    public override void Dispose()
    {
        _reader.Dispose();
        _input.Dispose();
    }

    // Services say behind the rows that there are more.
    void ReadRest()
    {
        while (_reader.Read())
        {
            _isCut |= _reader.NodeType == XmlNodeType.Element && _reader.LocalName == "INFO"
                && _reader.GetAttribute("name") == "QUERY_STATUS" && _reader.GetAttribute("value") == "OVERFLOW";
        }
    }

    CatalogRead ReadElements(CatalogRow row)
    {
        if (_reader.NodeType == XmlNodeType.Element && _reader.LocalName == "TABLEDATA" && _reader.IsEmptyElement)
            return CatalogRead.End;
        while (_reader.Read())
        {
            if (_reader.NodeType == XmlNodeType.EndElement && _reader.LocalName == "TABLEDATA")
                return CatalogRead.End;
            if (_reader.NodeType == XmlNodeType.Element && _reader.LocalName == "TR")
            {
                _row++;
                return _reader.IsEmptyElement ? Ragged(row, 0) : ReadCells(row);
            }
        }

        throw new CatalogException($"{_name} is cut short: it ends after row {_row}.");
    }

    CatalogRead ReadCells(CatalogRow row)
    {
        var cells = 0;
        VoField? misfit = null;
        string shown = "";
        while (_reader.Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.LocalName == "TR"))
        {
            if (_reader.NodeType != XmlNodeType.Element)
                continue;
            var text = _text.Read(_reader);
            if (cells < _fields.Count && _targets[cells] >= 0 && !Set(row, _fields[cells], _targets[cells], text) && misfit is null)
                (misfit, shown) = (_fields[cells], VisibleText.Of(Encoding.UTF8.GetString(text.Length > 60 ? text[..60] : text)));
            cells++;
        }

        if (cells != _fields.Count)
            return Ragged(row, cells);
        return misfit is null
            ? CatalogRead.Row
            : row.Refuse($"a value is not of the type of field '{VisibleText.Of(misfit.Column.Name)}'", shown);
    }

    CatalogRead Ragged(CatalogRow row, int cells) => row.Refuse("it has another number of cells than there are fields", $"{cells} instead of {_fields.Count}");

    bool Set(CatalogRow row, VoField field, int column, ReadOnlySpan<byte> text)
    {
        if (field.IsText ? text.IsEmpty || _markers.IsNull(text) : _markers.IsNullField(text))
            return true;
        if (field.NullText is { } absent && text.SequenceEqual(absent))
            return true;
        switch (field.Column.Type)
        {
            case SkyColumnType.Bool:
                var isTrue = text is [(byte)'T' or (byte)'t' or (byte)'1', ..];
                if (text is not [(byte)'?'])
                    row.SetBool(column, isTrue);
                return isTrue || text is [(byte)'F' or (byte)'f' or (byte)'0' or (byte)'?', ..];
            case SkyColumnType.Float32 when TextNumber.TryDouble(text, out var real):
                row.SetFloat32(column, (float)real);
                return true;
            case SkyColumnType.Float64 when TextNumber.TryDouble(text, out var real):
                row.SetFloat64(column, real);
                return true;
            case SkyColumnType.Int32 when IsWhole(text, out var whole) && field.Holds(whole):
                row.SetInt32(column, (int)whole);
                return true;
            case SkyColumnType.Int64 when IsWhole(text, out var whole):
                row.SetInt64(column, whole);
                return true;
            case SkyColumnType.String:
                row.SetString(column, text);
                return true;
            default:
                return false;
        }
    }

    // Leading zeros mean nothing in a field of whole numbers.
    static bool IsWhole(ReadOnlySpan<byte> text, out long value) =>
        long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out value);

    CatalogRead ReadBinary(CatalogRow row)
    {
        if (_stream.IsAtEnd)
            return CatalogRead.End;
        _row++;
        if (_form == VoForm.Binary2)
            _stream.Take(_nulls.Length).CopyTo(_nulls);
        for (var i = 0; i < _fields.Count; i++)
        {
            var field = _fields[i];
            if (field.ElementBytes == 0)
                throw new CatalogException($"{_name}: field '{VisibleText.Of(field.Column.Name)}' is {field.Obstacle}, whose size is not known.");
            var count = field.Count >= 0 ? (uint)field.Count : BinaryPrimitives.ReadUInt32BigEndian(_stream.Take(4));
            var bytes = _stream.Take(field.BytesOf(count));
            var isNull = _form == VoForm.Binary2 && (_nulls[i / 8] & (0x80 >> (i % 8))) != 0;
            if (_targets[i] >= 0 && !isNull && !bytes.IsEmpty)
                Set(row, field, _targets[i], bytes, _form == VoForm.Binary);
        }

        return CatalogRead.Row;
    }

    static void Set(CatalogRow row, VoField field, int column, ReadOnlySpan<byte> bytes, bool hasNullNumber)
    {
        switch (field.Column.Type)
        {
            case SkyColumnType.Bool:
                if (bytes[0] is (byte)'T' or (byte)'t' or (byte)'1' or (byte)'F' or (byte)'f' or (byte)'0')
                    row.SetBool(column, bytes[0] is (byte)'T' or (byte)'t' or (byte)'1');
                break;
            case SkyColumnType.Float32:
                row.SetFloat32(column, BinaryPrimitives.ReadSingleBigEndian(bytes));
                break;
            case SkyColumnType.Float64:
                row.SetFloat64(column, BinaryPrimitives.ReadDoubleBigEndian(bytes));
                break;
            case SkyColumnType.String:
                SetText(row, field, column, bytes);
                break;
            default:
                var value = field.ElementBytes switch
                {
                    1 => bytes[0],
                    2 => BinaryPrimitives.ReadInt16BigEndian(bytes),
                    4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
                    _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
                };
                if (hasNullNumber && value == field.NullNumber)
                    break;
                if (field.Column.Type == SkyColumnType.Int64)
                    row.SetInt64(column, value);
                else
                    row.SetInt32(column, (int)value);
                break;
        }
    }

    static void SetText(CatalogRow row, VoField field, int column, ReadOnlySpan<byte> bytes)
    {
        if (field.IsWide)
            bytes = Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes));
        if (bytes.IndexOf((byte)0) is >= 0 and var end)
            bytes = bytes[..end];
        bytes = bytes.Trim((byte)' ');
        row.SetString(column, Utf8.IsValid(bytes) ? bytes : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)));
    }

    CatalogException OfXml(Exception fault) => fault is XmlException xml
        ? new(
            xml.Message.Contains("DTD", StringComparison.Ordinal)
                ? $"{_name} has a document type definition (DTD), which no VOTable needs and Boom does not read: remove it."
                : $"{_name} is no sound XML{(xml.LineNumber > 0 ? $", line {xml.LineNumber}" : "")}: {CatalogFaults.Plain(fault)}",
            fault)
        : CatalogFaults.OfStream(_name, _row == 0 ? "its beginning" : Place, _input.IsGzip, fault);

    static bool IsOfXml(Exception fault) => fault is XmlException or IOException or InvalidDataException or FormatException or InvalidOperationException or DecoderFallbackException or ArgumentException;
}
