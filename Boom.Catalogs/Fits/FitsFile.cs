namespace Boom.Catalogs.Fits;

/// <summary>One binary table of a FITS file, row by row.</summary>
sealed class FitsFile : TableFile
{
    /// <summary>Longest row.</summary>
    public const int MostRowBytes = 64 << 20;

    const int BufferBytes = 1 << 18;

    readonly string _name;
    readonly CatalogInput _input;
    readonly List<FitsColumn> _columns = [];
    readonly List<SkippedColumn> _skipped = [];
    readonly int _rowBytes;
    readonly long _rows;
    readonly byte[] _buffer;
    int _at, _end;
    long _row;
    (FitsColumn Column, int Target)[] _wanted = [];

    /// <summary>Opens a file and finds its table.</summary>
    /// <param name="hdu">Unit; null: the first binary table.</param>
    public FitsFile(string path, string name, int? hdu)
    {
        _name = name;
        _input = CatalogInput.Open(path);
        try
        {
            var cards = Find(hdu);
            _columns = FitsColumn.ReadAll(cards, _skipped, out var bytes);
            var length = cards.Count("NAXIS1");
            if (cards.Text("ZTABLE") == "T")
                throw new CatalogException($"{name} holds a compressed table (ZTABLE), which Boom does not read: uncompress it with funpack.");
            if (bytes != length)
                throw new CatalogException($"{name}: rows have {length} bytes, but the columns make {bytes}: the file is damaged.");
            if (length == 0)
                throw new CatalogException($"{name}: the table has no columns.");
            (_rowBytes, _rows) = ((int)length, cards.Count("NAXIS2"));
            _buffer = new byte[Math.Max(_rowBytes, BufferBytes / _rowBytes * _rowBytes)];
        }
        catch (Exception fault)
        {
            _input.Dispose();
            if (fault is IOException or InvalidDataException)
                throw CatalogFaults.OfStream(name, "its beginning", _input.IsGzip, fault);
            throw;
        }
    }

    public override IReadOnlyList<CatalogColumn> Columns => [.. _columns.Select(column => column.Column)];

    public override IReadOnlyList<SkippedColumn> Skipped => _skipped;

    public override long ReadBytes => _input.ReadBytes;

    public override string Place => $"row {_row}";

    public override void Begin(int[] map, ColumnPlan plan) =>
        _wanted = [.. map.Select((target, i) => (_columns[i], target)).Where(wanted => wanted.target >= 0)];

    public override CatalogRead Read(CatalogRow row)
    {
        if (_row == _rows)
            return CatalogRead.End;
        if (_at == _end)
            Fill();
        _row++;
        var bytes = _buffer.AsSpan(_at, _rowBytes);
        foreach (var (column, target) in _wanted)
            column.Read(bytes, row, target);
        _at += _rowBytes;
        return CatalogRead.Row;
    }

    public override void Dispose() => _input.Dispose();

    FitsCards Find(int? hdu)
    {
        for (var number = 0; ; number++)
        {
            if (FitsCards.Read(_input.Content, _name, number == 0) is not { } cards)
            {
                throw new CatalogException(hdu is null
                    ? $"{_name} has no binary table (its units: {number})."
                    : $"{_name} has no unit {hdu}: there are {number}, counted from 0 (--hdu).");
            }

            var isTable = cards.Text("XTENSION") is "BINTABLE" or "A3DTABLE";
            if (number == hdu && !isTable)
                throw new CatalogException($"{_name}: unit {hdu} is no binary table (--hdu).");
            if (isTable && (hdu is null || number == hdu))
                return cards;
            Skip(cards.DataBytes());
        }
    }

    void Skip(long bytes)
    {
        if (_input.Content.CanSeek)
        {
            _input.Content.Seek(bytes, SeekOrigin.Current);
            return;
        }

        var buffer = new byte[BufferBytes];
        while (bytes > 0)
        {
            var read = _input.Content.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
            if (read == 0)
                throw new CatalogException($"{_name} is cut short: it ends before its table.");
            bytes -= read;
        }
    }

    void Fill()
    {
        var wanted = (int)Math.Min(_buffer.Length, (_rows - _row) * _rowBytes);
        try
        {
            var read = _input.Content.ReadAtLeast(_buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (read < wanted)
                throw new CatalogException($"{_name} is cut short: it ends in row {_row + (read / _rowBytes) + 1} of {_rows}.");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw CatalogFaults.OfStream(_name, Place, _input.IsGzip, fault);
        }

        (_at, _end) = (0, wanted);
    }
}
