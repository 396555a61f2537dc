using Boom.Core.Bson;

namespace Boom.Core.Filters.Values;

/// <summary>
/// The elements of one array of objects, with the fields that filters ask for found once: a column for each of their names. It is filled anew for each alert
/// and keeps its memory.
/// </summary>
sealed class PointTable
{
    FilterValue[] _items = [];
    FilterValue[] _documents = [];
    FilterValue[] _cells = [];
    int _width;

    /// <summary>How many elements it has.</summary>
    public int Count { get; private set; }

    /// <summary>The elements as an array: objects as rows of this table, all else as it is.</summary>
    public FilterValue Items => FilterValue.List(_items, 0, Count);

    public FilterValue this[int index] => _items[index];

    /// <summary>The encoded object of a row.</summary>
    public FilterValue Document(int row) => _documents[row];

    /// <summary>A field of a row.</summary>
    public FilterValue Find(int row, FieldName name)
    {
        var column = name.Column;
        return (uint)column < (uint)_width ? _cells[row * _width + column] : Documents.FindEncoded(_documents[row], name.Utf8);
    }

    /// <summary>Empties the table, and lets go of the document.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Array.Clear(_documents, 0, Count);
        Array.Clear(_cells, 0, Math.Min(_cells.Length, Count * _width));
        Count = 0;
    }

    /// <summary>Adds the elements of an encoded array.</summary>
    public void Fill(in FilterValue array, NameTable columns)
    {
        Clear();
        _width = columns.Count;
        var walker = new ElementWalker(array);
        while (walker.Next())
            Add(walker.Value, columns);
    }

    void Add(in FilterValue element, NameTable columns)
    {
        if (Count == _items.Length)
            Grow();
        var row = Count++;
        _items[row] = element;
        if (element.Type != BsonType.Document)
            return;
        _documents[row] = element;
        _items[row] = FilterValue.Row(this, row);
        var cells = Cells(row);
        cells.Clear();
        var walker = new ElementWalker(element);
        while (walker.Next())
        {
            var column = columns.Find(walker.Name);
            // Of two fields of one name the first counts.
            if (column >= 0 && cells[column].IsMissing)
                cells[column] = walker.Value;
        }
    }

    Span<FilterValue> Cells(int row)
    {
        if (_cells.Length < (row + 1) * _width)
            Array.Resize(ref _cells, Math.Max((row + 1) * _width, _cells.Length * 2));
        return _cells.AsSpan(row * _width, _width);
    }

    void Grow()
    {
        var size = Math.Max(64, _items.Length * 2);
        Array.Resize(ref _items, size);
        Array.Resize(ref _documents, size);
    }
}
