using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>Something that a filter sees beside the alert: a light curve cut to what may be seen, a field of the object, the history of an object.</summary>
sealed class InputValue(PreparedAlert alert) : DeferredValue
{
    static readonly FieldName Jd = new("jd");
    static readonly FieldName Program = new("programid");

    InputRequest _request;
    FilterValue[] _items = [];
    FilterField[] _fields = [];
    int _used;
    int _usedFields;

    public void Use(in InputRequest request)
    {
        Clear();
        _request = request;
    }

    /// <summary>Lets go of the documents.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, _used);
        Array.Clear(_fields, 0, _usedFields);
        (_used, _usedFields) = (0, 0);
        Forget();
    }

    protected override FilterValue Make() => _request.Source switch
    {
        InputSource.ObjectField => Field(),
        InputSource.History => History(),
        _ => Series(),
    };

    FilterValue Field()
    {
        var value = alert.ObjectField(_request.Source, _request.Name);
        return value.IsNullish ? FilterValue.Fields([], 0, 0) : value;
    }

    FilterValue Series()
    {
        var table = alert.Table(_request.Source, _request.Name);
        Room(table.Count);
        var count = 0;
        for (var i = 0; i < table.Count; i++)
        {
            var item = table[i];
            if (Sees(Documents.Find(item, Jd), Documents.Find(item, Program)))
                _items[count++] = item;
        }

        _used = count;
        return FilterValue.List(_items, 0, count);
    }

    FilterValue History()
    {
        var alerts = alert.Input.History;
        if (alerts is null)
            return FilterValue.List([], 0, 0);
        Room(alerts.Count);
        var width = HistoryPoint.Width;
        if (_fields.Length < alerts.Count * width)
            _fields = new FilterField[alerts.Count * width];
        var count = 0;
        foreach (var document in alerts)
        {
            var point = FilterValue.Document(document);
            if (SeesOfHistory(HistoryPoint.Jd(point), HistoryPoint.Program(point)))
                _items[count] = HistoryPoint.Write(point, _fields, count++ * width);
        }

        _usedFields = count * width;
        _used = count;
        return FilterValue.List(_items, 0, count);
    }

    // From the alert back to the first day, both inclusive, unlike points of light curves.
    bool SeesOfHistory(in FilterValue jd, in FilterValue program)
    {
        if (!ProgramMask.Holds(_request.Programs, program) || !jd.IsNumber || !alert.Jd.IsNumber || jd.Type == BsonType.Decimal128 || alert.Jd.Type == BsonType.Decimal128)
            return false;
        var (point, now) = (jd.ToDouble(), alert.Jd.ToDouble());
        return point.CompareTo(now - _request.WindowDays) >= 0 && point.CompareTo(now) <= 0;
    }

    // The words of the reference: candidate.jd − jd < window and jd ≤ candidate.jd, in which a missing date is below all numbers.
    bool Sees(in FilterValue jd, in FilterValue program)
    {
        if (!ProgramMask.Holds(_request.Programs, program))
            return false;
        if (jd.IsNullish || alert.Jd.IsNullish)
            return jd.IsNullish;
        if (!jd.IsNumber || !alert.Jd.IsNumber || jd.Type == BsonType.Decimal128 || alert.Jd.Type == BsonType.Decimal128)
            return false;
        var (point, now) = (jd.ToDouble(), alert.Jd.ToDouble());
        return (now - point).CompareTo(_request.WindowDays) < 0 && point.CompareTo(now) <= 0;
    }

    void Room(int count)
    {
        if (_items.Length < count)
            _items = new FilterValue[Math.Max(count, 2 * _items.Length)];
    }
}
