namespace Boom.Core.Filters.Values;

/// <summary>Makes an object field by field; a field that is set again keeps its place.</summary>
struct FieldBuilder
{
    readonly FilterField[] _chunk;
    readonly int _start;
    readonly int _room;
    int _count;

    /// <param name="run">Whose arena it is made in.</param>
    /// <param name="room">How many fields there are at most.</param>
    public FieldBuilder(FilterRun run, long room)
    {
        _chunk = run.TakeFields(room, out _start);
        _room = (int)room;
    }

    public readonly int Count => _count;

    /// <summary>The fields up to now, which may be changed.</summary>
    public readonly Span<FilterField> Fields => _chunk.AsSpan(_start, _count);

    /// <summary>Adds a field that is not there yet.</summary>
    public void Add(in FilterField field)
    {
        if (_count < _room)
            _chunk[_start + _count++] = field;
    }

    /// <summary>Sets a field, in its place or at the end.</summary>
    public void Set(in FilterField field)
    {
        var index = Find(field.Name);
        if (index < 0)
            Add(field);
        else
            _chunk[_start + index] = _chunk[_start + index].WithValueOf(field);
    }

    /// <summary>The place of a field; −1 when it is not there.</summary>
    public readonly int Find(ReadOnlySpan<byte> name)
    {
        var fields = Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].NameLength == name.Length && fields[i].Name.SequenceEqual(name))
                return i;
        }

        return -1;
    }

    public void RemoveAt(int index)
    {
        var fields = Fields;
        fields[(index + 1)..].CopyTo(fields[index..]);
        _count--;
    }

    /// <summary>Makes a field the first; none when the place is −1.</summary>
    public readonly void MoveToFront(int index)
    {
        if (index <= 0)
            return;
        var fields = Fields;
        var moved = fields[index];
        fields[..index].CopyTo(fields[1..]);
        fields[0] = moved;
    }

    public readonly FilterValue Complete() => FilterValue.Fields(_chunk, _start, _count);
}
