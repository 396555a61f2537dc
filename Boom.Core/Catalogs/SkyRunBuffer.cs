using System.Runtime.CompilerServices;
using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>Rows in memory, in the order they came until <see cref="Sort"/>.</summary>
sealed unsafe class SkyRunBuffer(long capacityBytes) : ISkyRun
{
    const long FirstBytes = 1 << 16;
    const int RecordAlignment = 8;

    readonly NativeBlock _records = new(Math.Min(FirstBytes, capacityBytes));
    NativeBlock? _order;
    long _used;
    int _count;
    int _next;

    public bool IsEmpty => _count == 0;

    public SkyRecord* Current { get; private set; }

    /// <summary>Takes a row; false when the buffer is full. An empty one takes any row.</summary>
    public bool TryAdd(SkyRow row)
    {
        var layout = row.Layout;
        var length = SkyRecord.HeadBytes + layout.FixedBytes;
        foreach (var column in layout.StringColumns)
            length += row.Has(column) ? row.TextOf(column).Length : 0;
        length = (length + RecordAlignment - 1) & -RecordAlignment;
        if (_used + length > _records.Length && !TryGrow(_used + length))
            return false;
        var record = (SkyRecord*)(_records.Start + _used);
        ((long*)record)[(length / RecordAlignment) - 1] = 0;
        (record->Length, record->Reserved, record->Key) = (length, 0, 0);
        (record->Ra, record->Dec) = (row.Position.RaDegrees, row.Position.DecDegrees);
        var place = (byte*)record + SkyRecord.HeadBytes;
        row.Fixed.CopyTo(new Span<byte>(place, layout.FixedBytes));
        place += layout.FixedBytes;
        foreach (var column in layout.StringColumns)
        {
            if (!row.Has(column))
                continue;
            var text = row.TextOf(column);
            text.CopyTo(new Span<byte>(place, text.Length));
            place += text.Length;
        }

        _used += length;
        _count++;
        return true;
    }

    /// <summary>Gives every row its key and brings them in order.</summary>
    public void Sort()
    {
        _order = new NativeBlock(Math.Max(1, (long)_count * (sizeof(long) + sizeof(uint))));
        var keys = new Span<long>(_order.Start, _count);
        var places = Places;
        long used = 0;
        for (var i = 0; i < _count; i++)
        {
            var record = (SkyRecord*)(_records.Start + used);
            record->Key = keys[i] = Healpix.Cell29(new(record->Ra, record->Dec));
            places[i] = (uint)(used / RecordAlignment);
            used += record->Length;
        }

        keys.Sort(places);
        SortTies(keys, places);
        _next = 0;
    }

    /// <summary>Moves to the next row in order.</summary>
    public bool Read()
    {
        if (_next >= _count)
            return false;
        Current = At(Places[_next++]);
        return true;
    }

    public void Clear()
    {
        _order?.Dispose();
        (_order, _used, _count, _next) = (null, 0, 0, 0);
    }

    public void Dispose()
    {
        Clear();
        _records.Dispose();
    }

    Span<uint> Places => new(_order!.Start + ((long)_count * sizeof(long)), _count);

    SkyRecord* At(uint place) => (SkyRecord*)(_records.Start + ((long)place * RecordAlignment));

    void SortTies(Span<long> keys, Span<uint> places)
    {
        for (var first = 0; first < keys.Length;)
        {
            var end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            if (end - first > 1)
                places[first..end].Sort(Compare);
            first = end;
        }
    }

    int Compare(uint left, uint right)
    {
        var order = SkyRecord.Compare(At(left), At(right));
        return order != 0 ? order : left.CompareTo(right);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool TryGrow(long needed)
    {
        if (needed > capacityBytes && _count > 0)
            return false;
        _records.Grow(Math.Max(needed, Math.Min(capacityBytes, 2 * _records.Length)));
        return true;
    }
}
