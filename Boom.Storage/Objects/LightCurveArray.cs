using System.Runtime.InteropServices;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Objects;

/// <summary>
/// One light-curve array of an object while points are merged into it. Stored elements stay slices of the stored document; the
/// leading ones that do not change are written back in one piece.
/// </summary>
sealed class LightCurveArray(string name)
{
    /// <summary>Type, index name with its zero: what an element costs beside its document, at most.</summary>
    const int ElementOverheadBytes = 10;

    readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    // Each one's document and, when it is a stored one, where it ends in the stored array.
    readonly List<(ReadOnlyMemory<byte> Document, int StoredEnd)> _elements = [];
    readonly List<double> _jds = [];
    readonly LightCurvePlan _plan = new();
    readonly List<(int Stored, int Point)> _replaced = [];
    ReadOnlyMemory<byte> _stored;
    LightCurvePoints _points = LightCurvePoints.None;
    int _intact;

    public string Name { get; } = name;

    public ReadOnlySpan<byte> NameUtf8 => _name;

    /// <summary>Starts from a stored array, or from nothing; repairs what is out of order, double or not a number.</summary>
    public void Load(ReadOnlyMemory<byte> stored)
    {
        _stored = stored;
        _elements.Clear();
        _jds.Clear();
        if (!stored.IsEmpty)
            Walk(stored);
        _intact = _elements.Count;
        if (LightCurveMerge.IsValid(CollectionsMarshal.AsSpan(_jds)))
            return;

        var kept = LightCurveMerge.Sanitise(CollectionsMarshal.AsSpan(_jds));
        var repaired = Array.ConvertAll(kept, index => _elements[index]);
        var jds = Array.ConvertAll(kept, index => _jds[index]);
        _elements.Clear();
        _jds.Clear();
        _elements.AddRange(repaired);
        _jds.AddRange(jds);
        _intact = 0;
    }

    /// <summary>Plans a merge and answers how many bytes it adds, at most; <see cref="Commit"/> carries it out.</summary>
    public long Prepare(ArrayUpdate update)
    {
        var points = update.Points;
        LightCurveMerge.Plan(CollectionsMarshal.AsSpan(_jds), points, _plan);
        _points = points;
        _replaced.Clear();
        long added = 0;
        foreach (var index in _plan.Pushed)
            added += points.Document(index).Length + ElementOverheadBytes;
        foreach (var contest in _plan.Contested)
        {
            if (!LightCurveMerge.Supersedes(update.Series, _elements[contest.Stored].Document.Span, points.Document(contest.Point).Span))
                continue;
            _replaced.Add(contest);
            added += points.Document(contest.Point).Length;
        }

        return added;
    }

    public void Commit()
    {
        foreach (var (stored, point) in _replaced)
        {
            _elements[stored] = (_points.Document(point), 0);
            _intact = Math.Min(_intact, stored);
        }

        if (_plan.NeedsSort)
            Interleave();
        else
            Append();
    }

    public void Write(BsonWriter writer)
    {
        var array = writer.BeginArray(_name);
        if (_intact > 0)
            writer.RawElements(_stored.Span[4.._elements[_intact - 1].StoredEnd]);
        for (var i = _intact; i < _elements.Count; i++)
            writer.Raw(BsonType.Document, BsonIndexNames.Of(i), _elements[i].Document.Span);
        writer.End(array);
    }

    void Walk(ReadOnlyMemory<byte> stored)
    {
        var reader = new BsonReader(stored.Span);
        var end = 4;
        while (reader.Read())
        {
            end += reader.Element.Length;
            _elements.Add((stored.Slice(end - reader.Value.Length, reader.Value.Length), end));
            _jds.Add(reader.Type == BsonType.Document ? ReadJd(reader.Value) : double.NaN);
        }
    }

    static double ReadJd(ReadOnlySpan<byte> element)
    {
        var reader = new BsonReader(element);
        return reader.Find("jd"u8) ? reader.AsDouble() : double.NaN;
    }

    void Append()
    {
        foreach (var index in _plan.Pushed)
        {
            _elements.Add((_points.Document(index), 0));
            _jds.Add(_points.Jd(index));
        }
    }

    /// <summary>Merges two sorted sequences from the back, in place.</summary>
    void Interleave()
    {
        var pushed = _plan.Pushed;
        var stored = _elements.Count - 1;
        var point = pushed.Count - 1;
        CollectionsMarshal.SetCount(_elements, _elements.Count + pushed.Count);
        CollectionsMarshal.SetCount(_jds, _elements.Count);
        for (var place = _elements.Count - 1; point >= 0; place--)
        {
            if (stored >= 0 && _jds[stored] > _points.Jd(pushed[point]))
            {
                _elements[place] = _elements[stored];
                _jds[place] = _jds[stored--];
            }
            else
            {
                _elements[place] = (_points.Document(pushed[point]), 0);
                _jds[place] = _points.Jd(pushed[point--]);
            }
        }

        _intact = Math.Min(_intact, stored + 1);
    }
}
