using global::Parquet;
using global::Parquet.Schema;

namespace Boom.Catalogs.Parquet;

/// <summary>One Parquet file, row group by row group.</summary>
sealed class ParquetFile : TableFile
{
    const int MagicBytes = 4, TailBytes = 8;
    const int BytesPerValue = 9;

    // Groups are read whole; writers make them of a hundred thousand to a few million rows.
    const int MostGroupRows = 1 << 27;

    // What reading leaves behind is not seen as a burden by a collector that has a large machine to itself.
    const long BytesPerCollection = 9 << 20;

    readonly string _name;
    readonly FileStream _file;
    readonly ParquetReader _reader;
    readonly List<DataField> _fields = [];
    readonly List<CatalogColumn> _columns = [];
    readonly List<SkippedColumn> _skipped = [];
    readonly long _fileBytes;
    readonly long _rows;
    List<ParquetValues> _values = [];
    int[] _levels = [];
    long _bytesSinceCollection;
    int _group;
    long _rowInGroup, _rowsInGroup, _row;

    /// <summary>Opens a file and reads its schema.</summary>
    /// <param name="isHats">Whether the columns of the HATS layout are left out.</param>
    public ParquetFile(string path, string name, bool isHats)
    {
        _name = name;
        try
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CatalogException($"{name} cannot be read: {CatalogFaults.Plain(fault)}", fault);
        }

        try
        {
            _fileBytes = _file.Length;
            CheckEnds();
            _reader = ParquetReader.CreateAsync(_file, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: true).GetAwaiter().GetResult();
            _rows = _reader.Metadata?.NumRows ?? 0;
            AddColumns(isHats);
        }
        catch (Exception fault)
        {
            _file.Dispose();
            if (fault is CatalogException)
                throw;
            throw Damaged(fault);
        }
    }

    public override IReadOnlyList<CatalogColumn> Columns => _columns;

    public override IReadOnlyList<SkippedColumn> Skipped => _skipped;

    /// <summary>The largest row group twice, as it is decoded and as it is kept.</summary>
    public override long WorkingBytes
    {
        get
        {
            var rows = 0L;
            foreach (var group in _reader.RowGroups)
                rows = Math.Max(rows, group.RowCount);
            return 2 * BytesPerValue * _columns.Count * Math.Min(rows, MostGroupRows);
        }
    }

    /// <summary>Part of the file, as of the rows.</summary>
    public override long ReadBytes => _rows == 0 ? _fileBytes : (long)(_fileBytes * ((double)_row / _rows));

    public override string Place => $"row {_row}";

    public override void Begin(int[] map, ColumnPlan plan)
    {
        _values = [];
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0)
                _values.Add(ParquetValues.Of(_fields[i], map[i])!);
        }
    }

    public override CatalogRead Read(CatalogRow row)
    {
        while (_rowInGroup == _rowsInGroup)
        {
            if (!NextGroup())
                return CatalogRead.End;
        }

        _row++;
        _rowInGroup++;
        foreach (var values in _values)
            values.Next(row);
        return CatalogRead.Row;
    }

    public override void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    // A file that was cut short, or is another, is told before its bytes are taken for lengths.
    void CheckEnds()
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (_fileBytes < MagicBytes + TailBytes)
            throw new CatalogException($"{_name} is no Parquet file: it has {_fileBytes} bytes.");
        _file.ReadExactly(tail[..MagicBytes]);
        var begins = tail[..MagicBytes].SequenceEqual("PAR1"u8);
        _file.Seek(-TailBytes, SeekOrigin.End);
        _file.ReadExactly(tail);
        _file.Position = 0;
        if (tail[MagicBytes..].SequenceEqual("PARE"u8))
            throw new CatalogException($"{_name} is encrypted, which Boom does not read.");
        if (!begins || !tail[MagicBytes..].SequenceEqual("PAR1"u8))
            throw new CatalogException($"{_name} is damaged or cut short: its end is not that of a Parquet file.");
        var footer = BitConverter.ToUInt32(tail);
        if (footer > _fileBytes - MagicBytes - TailBytes)
            throw new CatalogException($"{_name} is damaged: its footer would have {footer} bytes.");
        var bytes = new byte[footer];
        _file.Seek(-TailBytes - footer, SeekOrigin.End);
        _file.ReadExactly(bytes);
        _file.Position = 0;
        if (!ParquetFooter.IsSound(bytes))
            throw new CatalogException($"{_name} is damaged: its footer cannot be read.");
    }

    void AddColumns(bool isHats)
    {
        foreach (var field in _reader.Schema.Fields)
        {
            if (isHats && HatsFolder.IsLayout(field.Name))
                _skipped.Add(new SkippedColumn(field.Name, "a column of the HATS layout"));
            else if (field is not DataField { IsArray: false } data)
                _skipped.Add(new SkippedColumn(field.Name, "nested"));
            else if (ParquetValues.TypeOf(data) is not { } type)
                _skipped.Add(new SkippedColumn(field.Name, $"of the type {data.ClrType.Name}"));
            else
            {
                _fields.Add(data);
                _columns.Add(new CatalogColumn(field.Name, type));
            }
        }
    }

    bool NextGroup()
    {
        if (_group >= _reader.RowGroupCount)
            return false;
        try
        {
            using var group = _reader.OpenRowGroupReader(_group++);
            (_rowInGroup, _rowsInGroup) = (0, group.RowCount);
            if (_rowsInGroup is < 0 or > MostGroupRows)
                throw new InvalidDataException($"a row group has {_rowsInGroup} rows");
            foreach (var values in _values)
            {
                values.Read(group, (int)_rowsInGroup, ref _levels);
                Collect(_rowsInGroup * BytesPerValue);
            }

            return true;
        }
        catch (Exception fault) when (fault is not CatalogException)
        {
            throw Damaged(fault);
        }
    }

    void Collect(long bytes)
    {
        if ((_bytesSinceCollection += bytes) < BytesPerCollection)
            return;
        _bytesSinceCollection = 0;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
    }

    CatalogException Damaged(Exception fault) => new(
        $"{_name} is damaged, or a Parquet file of a kind that Boom does not read{(_group > 0 ? $", row group {_group}" : "")}: {CatalogFaults.Plain(fault is OutOfMemoryException ? new IOException("a length in it is beyond all memory") : fault)}",
        fault);
}
