namespace Boom.Core.Filters.Values;

/// <summary>Walks the fields of an object in any form.</summary>
struct FieldCursor
{
    readonly FilterValue _document;
    readonly bool _computed;
    ElementWalker _walker;
    int _index;

    public FieldCursor(in FilterValue document)
    {
        _document = Documents.Encoded(document);
        _computed = _document.Form == ValueForm.Fields;
        _walker = _computed ? default : new(_document);
        _index = -1;
    }

    public readonly FilterField Field => _computed ? _document.FieldSource[_document.Start + _index] : _walker.Field;

    public readonly ReadOnlySpan<byte> Name => _computed ? _document.FieldSource[_document.Start + _index].Name : _walker.Name;

    public readonly FilterValue Value => _computed ? _document.FieldSource[_document.Start + _index].Value : _walker.Value;

    public bool Next() => _computed ? ++_index < _document.Count : _walker.Next();
}
