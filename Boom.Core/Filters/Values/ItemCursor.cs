namespace Boom.Core.Filters.Values;

/// <summary>Walks the elements of an array in any form.</summary>
struct ItemCursor
{
    readonly FilterValue _array;
    readonly bool _computed;
    ElementWalker _walker;
    int _index;

    public ItemCursor(in FilterValue array)
    {
        _array = array;
        _computed = array.Form == ValueForm.List;
        _walker = _computed ? default : new(array);
        _index = -1;
    }

    public readonly FilterValue Value => _computed ? _array.ListSource[_array.Start + _index] : _walker.Value;

    public bool Next() => _computed ? ++_index < _array.Count : _walker.Next();
}
