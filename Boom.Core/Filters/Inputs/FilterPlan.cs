using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// What the filters of one worker ask of a document: the paths of the alert and the fields of points. Filters compiled with one plan share the index that is
/// built once per alert. It only grows; make another when most of its filters are gone. Any number of threads may use it at once.
/// </summary>
public sealed class FilterPlan
{
    readonly Lock _gate = new();
    readonly Dictionary<string, FieldName> _names = new(StringComparer.Ordinal);
    readonly List<byte[]> _columns = [];
    readonly PlanNode _root = new();
    readonly Dictionary<InputRequest, int> _extras = [];
    int _slots;
    volatile PlanSnapshot? _snapshot;

    /// <summary>How many paths of the document it knows.</summary>
    public int PathCount => _slots;

    /// <summary>What is asked up to now.</summary>
    internal PlanSnapshot Snapshot
    {
        get
        {
            if (_snapshot is { } known)
                return known;
            lock (_gate)
                return _snapshot ??= new(PlanBranch.Of(_root), new(_columns), _slots, [.. _extras.Select(extra => extra.Key with { Slot = extra.Value })]);
        }
    }

    /// <summary>The one object for a name.</summary>
    internal FieldName Name(string text)
    {
        lock (_gate)
        {
            if (!_names.TryGetValue(text, out var name))
                _names.Add(text, name = new(text));
            return name;
        }
    }

    /// <summary>The parts of a dotted path.</summary>
    internal FieldName[] Names(string path) => [.. path.Split('.').Select(Name)];

    /// <summary>Gives fields of this name a column in point tables.</summary>
    internal void AddColumn(FieldName name)
    {
        lock (_gate)
        {
            if (name.Column >= 0)
                return;
            _columns.Add(name.Utf8);
            name.Column = _columns.Count - 1;
            _snapshot = null;
        }
    }

    /// <summary>The place of something that is not in the alert.</summary>
    internal int Slot(InputRequest request)
    {
        if (request.Source != InputSource.ObjectField)
        {
            AddColumn(Name("jd"));
            AddColumn(Name("programid"));
        }

        lock (_gate)
        {
            if (!_extras.TryGetValue(request, out var slot))
            {
                _extras.Add(request, slot = _slots++);
                _snapshot = null;
            }

            return slot;
        }
    }

    /// <summary>The place of a path in the index.</summary>
    internal int Slot(ReadOnlySpan<FieldName> parts)
    {
        lock (_gate)
        {
            var node = _root;
            foreach (var part in parts)
            {
                if (!node.Children.TryGetValue(part, out var child))
                    node.Children.Add(part, child = new());
                node = child;
            }

            if (node.Slot < 0)
            {
                node.Slot = _slots++;
                _snapshot = null;
            }

            return node.Slot;
        }
    }
}
