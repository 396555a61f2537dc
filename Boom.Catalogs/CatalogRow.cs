using System.Globalization;
using System.Text.Unicode;
using Boom.Catalogs.Positions;
using Boom.Core.Catalogs;
using Boom.Core.Sky;
using Boom.Core.Text;

namespace Boom.Catalogs;

/// <summary>
/// Takes the values of one row of a source and hands them to the row of the table. Columns are counted as in <see cref="ICatalogSource.Columns"/>. What is
/// not set is null; a value is set in the type of its column, or in a narrower one.
/// </summary>
public sealed class CatalogRow
{
    /// <summary>Longest text of a table.</summary>
    const int MostTextBytes = 1 << 16;

    readonly ColumnPlan _plan;
    readonly RowPosition _position;
    readonly RowCondition? _condition;
    readonly NullMarkers _markers;
    SkyRow _target = null!;
    string? _fault;

    internal CatalogRow(ColumnPlan plan)
    {
        _plan = plan;
        _condition = plan.Condition;
        _markers = plan.Markers;
        _position = new RowPosition(plan.Position);
    }

    /// <summary>Why the row cannot be taken.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>The value that is the matter, for people.</summary>
    public string? RefusalDetail { get; private set; }

    /// <summary>Whether nothing speaks against right ascensions in hours that are not said to be.</summary>
    internal bool MayBeHours => _position.MayBeHours;

    /// <summary>Whether refusals are to have details: only the first are kept.</summary>
    internal bool RefusalsAreShown { get; set; } = true;

    /// <summary>Begins a row.</summary>
    internal void Clear(SkyRow target)
    {
        _target = target;
        target.Clear();
        _position.Clear();
        _condition?.Clear();
        RefusalDetail = _fault = null;
    }

    /// <summary>Says why the row cannot be taken.</summary>
    public CatalogRead Refuse(string reason, string? detail = null)
    {
        (Refusal, RefusalDetail) = (reason, detail);
        return CatalogRead.Refused;
    }

    public void SetBool(int column, bool value)
    {
        if (_plan.TargetOf(column) is >= 0 and var target)
            _target.SetBool(target, value);
        if (_condition is not null && _plan.WhereSlotOf(column) is >= 0 and var slot)
            _condition.SetBool(slot, value);
    }

    public void SetInt32(int column, int value)
    {
        if (_markers.IsNull((long)value))
            return;
        if (_plan.IsPosition(column))
            SetCoordinate(column, value);
        else if (_plan.TargetOf(column) is >= 0 and var target)
        {
            switch (_plan.Table[target].Type)
            {
                case SkyColumnType.Int32:
                    _target.SetInt32(target, value);
                    break;
                case SkyColumnType.Int64:
                    _target.SetInt64(target, value);
                    break;
                default:
                    _target.SetFloat64(target, value);
                    break;
            }
        }

        if (_condition is not null && _plan.WhereSlotOf(column) is >= 0 and var slot)
            _condition.SetInt32(slot, value);
    }

    public void SetInt64(int column, long value)
    {
        if (_markers.IsNull(value))
            return;
        if (_plan.IsPosition(column))
            SetCoordinate(column, value);
        else if (_plan.TargetOf(column) is >= 0 and var target)
            _target.SetInt64(target, value);
        if (_condition is not null && _plan.WhereSlotOf(column) is >= 0 and var slot)
            _condition.SetInt64(slot, value);
    }

    public void SetFloat32(int column, float value)
    {
        if (!float.IsFinite(value) || _markers.IsNull(value))
            return;
        if (_plan.IsPosition(column))
            SetCoordinate(column, value);
        else if (_plan.TargetOf(column) is >= 0 and var target)
        {
            if (_plan.Table[target].Type == SkyColumnType.Float32)
                _target.SetFloat32(target, value);
            else
                _target.SetFloat64(target, value);
        }

        if (_condition is not null && _plan.WhereSlotOf(column) is >= 0 and var slot)
            _condition.SetDouble(slot, value);
    }

    public void SetFloat64(int column, double value)
    {
        if (!double.IsFinite(value) || _markers.IsNull(value))
            return;
        if (_plan.IsPosition(column))
            SetCoordinate(column, value);
        else if (_plan.TargetOf(column) is >= 0 and var target)
            _target.SetFloat64(target, value);
        if (_condition is not null && _plan.WhereSlotOf(column) is >= 0 and var slot)
            _condition.SetDouble(slot, value);
    }

    /// <summary>Text, or a coordinate as text.</summary>
    /// <param name="utf8">UTF-8; empty is null.</param>
    public void SetString(int column, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || _markers.IsNull(utf8))
            return;
        if (utf8.Length > MostTextBytes || !Utf8.IsValid(utf8))
        {
            _fault ??= utf8.Length > MostTextBytes
                ? $"a text is longer than {MostTextBytes} bytes, column '{VisibleText.Of(_plan.NameOf(column))}'"
                : $"a text is not UTF-8, column '{VisibleText.Of(_plan.NameOf(column))}'";
            return;
        }

        if (column == _plan.Position.Ra)
            _position.SetRa(utf8);
        else if (column == _plan.Position.Dec)
            _position.SetDec(utf8);
        else if (_plan.TargetOf(column) is >= 0 and var target)
            _target.SetString(target, utf8);
        if (_condition is not null && _plan.WhereSlotOf(column) is >= 0 and var slot)
            _condition.SetString(slot, utf8);
    }

    /// <summary>A whole number of 64 bits without sign, as text: no other type keeps all of it.</summary>
    public void SetUInt64(int column, ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        SetString(column, text[..length]);
    }

    /// <summary>Ends a row that was read: takes its position, asks the condition.</summary>
    internal RowFate Finish()
    {
        var hasPosition = _position.TryGet(out var position, out var refusal);
        if (_condition is not null && !_condition.IsMatch(hasPosition ? position : (SkyPosition?)null))
            return RowFate.LeftOut;
        if (_fault is not null)
        {
            Refuse(_fault);
            return RowFate.Refused;
        }

        if (!hasPosition)
        {
            Refuse(refusal, RefusalsAreShown ? _position.Describe() : null);
            return RowFate.Refused;
        }

        _target.Position = position;
        return RowFate.Kept;
    }

    void SetCoordinate(int column, double value)
    {
        if (column == _plan.Position.Ra)
            _position.SetRa(value);
        else
            _position.SetDec(value);
    }
}

/// <summary>What becomes of a row that was read.</summary>
enum RowFate
{
    Kept,
    LeftOut,
    Refused,
}
