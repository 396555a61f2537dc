using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// The values of all paths that some filter asks for, found in one walk over the document. A path that meets an array before its end has no value here.
/// </summary>
sealed class DocumentIndex
{
    FilterValue[] _slots = [];
    int _count;

    /// <summary>The value of a path; false when the path must be walked.</summary>
    public bool TryGet(int slot, out FilterValue value)
    {
        if ((uint)slot < (uint)_count)
        {
            value = _slots[slot];
            if (value.Form == ValueForm.Plain)
                return true;
            value = value.Made;
            return value.Form != ValueForm.Through;
        }

        value = default;
        return false;
    }

    /// <summary>What a place holds, which may be deferred.</summary>
    /// <exception cref="InvalidOperationException">The document was taken before the place was asked for.</exception>
    public FilterValue Raw(int slot) => slot < _count
        ? _slots[slot]
        : throw new InvalidOperationException("The alert was loaded before the filter was compiled; load it again.");

    /// <summary>Sets a place that no path of the document has.</summary>
    public void Set(int slot, in FilterValue value) => _slots[slot] = value;

    /// <summary>Forgets the document: every path must be walked.</summary>
    public void Clear() => _count = 0;

    /// <summary>Forgets the document and lets go of it.</summary>
    public void Forget()
    {
        Array.Clear(_slots, 0, _count);
        _count = 0;
    }

    public void Fill(in FilterValue document, PlanSnapshot plan)
    {
        if (_slots.Length < plan.Slots)
            _slots = new FilterValue[Math.Max(plan.Slots, 2 * _slots.Length)];
        _count = plan.Slots;
        Array.Clear(_slots, 0, _count);
        Enter(document, plan.Root);
    }

    void Enter(in FilterValue document, PlanBranch branch)
    {
        var found = 0;
        var cursor = new FieldCursor(document);
        while (found < branch.Children.Length && cursor.Next())
        {
            var index = branch.Names.Find(cursor.Name);
            if (index < 0)
                continue;
            found++;
            Set(cursor.Value, branch.Children[index]);
        }
    }

    void Set(in FilterValue value, PlanBranch branch)
    {
        if (branch.Slot >= 0)
            _slots[branch.Slot] = value;
        if (branch.Children.Length == 0)
            return;
        if (value.Type == BsonType.Document)
            Enter(value, branch);
        else if (value.Type == BsonType.Array || value.IsUnknown)
            MarkAll(branch, value.IsUnknown ? value : FilterValue.Through);
    }

    void MarkAll(PlanBranch branch, in FilterValue mark)
    {
        foreach (var child in branch.Children)
        {
            if (child.Slot >= 0)
                _slots[child.Slot] = mark;
            MarkAll(child, mark);
        }
    }
}
