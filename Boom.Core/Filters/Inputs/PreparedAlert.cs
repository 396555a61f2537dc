using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>
/// One alert made ready for all filters of a plan: the paths that they ask for are found once, light curves are read when the first filter asks. It keeps its
/// memory for the next alert. One thread at a time may use it.
/// </summary>
public sealed class PreparedAlert
{
    readonly List<InputValue> _extras = [];
    readonly List<(InputSource Source, FieldName Name, PointTable Table)> _tables = [];
    FilterField[] _fields = [];
    PlanSnapshot? _plan;
    int _tablesInUse;

    /// <summary>The documents.</summary>
    public FilterInput Input { get; private set; }

    /// <summary>The alert as the first stage of a filter sees it.</summary>
    internal FilterValue Document { get; private set; }

    internal DocumentIndex Index { get; } = new();

    /// <summary><c>candidate.jd</c>.</summary>
    internal FilterValue Jd { get; private set; }

    /// <summary>Takes an alert.</summary>
    /// <param name="input">Its documents.</param>
    /// <param name="view">What filters see of it.</param>
    /// <param name="plan">What they ask for.</param>
    /// <param name="unknown">Paths whose values are not known; null for none.</param>
    /// <exception cref="BsonFormatException">The alert document is not BSON.</exception>
    public void Load(in FilterInput input, FilterView view, FilterPlan plan, UnknownPaths? unknown = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(plan);
        Clear();
        Input = input;
        _plan = plan.Snapshot;
        Document = Base(FilterValue.Document(input.Alert), view);
        if (unknown is not null)
            Document = unknown.Cover(Document);
        Index.Fill(Document, _plan);
        Jd = Documents.Find(Documents.Find(Document, CandidateName), JdName);
        for (var i = 0; i < _plan.Extras.Length; i++)
        {
            if (i == _extras.Count)
                _extras.Add(new(this));
            _extras[i].Use(_plan.Extras[i]);
            var isHidden = unknown is { HidesHistory: true } && _plan.Extras[i].Source == InputSource.History;
            Index.Set(_plan.Extras[i].Slot, isHidden ? FilterValue.Unknown : FilterValue.Deferred(_extras[i]));
        }
    }

    /// <summary>Lets go of the alert's documents, and keeps the memory for another.</summary>
    public void Clear()
    {
        Input = default;
        Document = default;
        Jd = default;
        for (var i = 0; i < _tablesInUse; i++)
            _tables[i].Table.Clear();
        _tablesInUse = 0;
        foreach (var extra in _extras)
            extra.Clear();
        Array.Clear(_fields);
        Index.Forget();
    }

    static readonly FieldName CandidateName = new("candidate");
    static readonly FieldName JdName = new("jd");

    // What is not of the view is not there for a filter, whatever is stored.
    FilterValue Base(in FilterValue alert, FilterView view)
    {
        if (_fields.Length < view.Fields.Count + 1)
            _fields = new FilterField[view.Fields.Count + 1];
        var count = 0;
        var id = -1;
        var walker = new ElementWalker(alert);
        while (count < _fields.Length && walker.Next())
        {
            var isId = walker.Name.SequenceEqual("_id"u8);
            if (!isId && !view.Sees(walker.Name))
                continue;
            if (isId)
                id = count;
            _fields[count++] = walker.Field;
        }

        if (id > 0)
        {
            var field = _fields[id];
            Array.Copy(_fields, 0, _fields, 1, id);
            _fields[0] = field;
        }

        return FilterValue.Fields(_fields, 0, count);
    }

    /// <summary>The points of an array of the object or the partner's, read when it is first asked for.</summary>
    internal PointTable Table(InputSource source, FieldName name)
    {
        for (var i = 0; i < _tablesInUse; i++)
        {
            if (_tables[i].Source == source && ReferenceEquals(_tables[i].Name, name))
                return _tables[i].Table;
        }

        if (_tablesInUse == _tables.Count)
            _tables.Add((source, name, new()));
        var table = _tables[_tablesInUse].Table;
        _tables[_tablesInUse++] = (source, name, table);
        var array = ObjectField(source, name);
        if (array.Type == BsonType.Array)
            table.Fill(array, _plan!.Columns);
        else
            table.Clear();
        return table;
    }

    /// <summary>A field of the object or the partner's; missing when there is none.</summary>
    internal FilterValue ObjectField(InputSource source, FieldName name)
    {
        var document = source == InputSource.PartnerSeries ? Input.Partner : Input.Object;
        return document.IsEmpty ? default : Documents.FindEncoded(FilterValue.Document(document), name.Utf8);
    }
}
