using System.Runtime.InteropServices;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Objects;

/// <summary>
/// One light-curve array of an object while points are merged into it: the points in its head, and what is on pages. Stored elements stay slices of the
/// stored document; the leading ones that do not change are written back in one piece.
/// </summary>
/// <param name="name">Name of the array.</param>
/// <param name="memory">Takes the documents of points that join.</param>
sealed class LightCurveArray(string name, BsonWriter memory)
{
    /// <summary>Type, index name with its zero: what an element costs beside its document, at most.</summary>
    public const int ElementOverheadBytes = 10;

    readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    // Each one's document and, when it is a stored one, where it ends in the stored array.
    readonly List<(ReadOnlyMemory<byte> Document, int StoredEnd)> _elements = [];
    readonly List<double> _jds = [];
    readonly LightCurvePlan _plan = new();
    readonly List<ReadOnlyMemory<byte>> _pushed = [];
    readonly List<(int Stored, ReadOnlyMemory<byte> Document)> _replaced = [];
    readonly List<(int Page, int Point)> _paged = [];
    ReadOnlyMemory<byte> _stored;
    LightCurvePoints _points = LightCurvePoints.None;
    int _intact;

    public string Name { get; } = name;

    public ReadOnlySpan<byte> NameUtf8 => _name;

    /// <summary>What is on pages.</summary>
    public PageIndex Pages { get; } = new();

    /// <summary>Whether the stored array was out of order, had doubles or what is no number.</summary>
    public bool IsRepaired { get; private set; }

    /// <summary>Whether the update that was prepared last replaces a stored point of the head.</summary>
    public bool Replaces => _replaced.Count > 0;

    /// <summary>Points in the head.</summary>
    public int Count => _elements.Count;

    /// <summary>How many stored points have been taken out of the head.</summary>
    public int Left { get; private set; }

    /// <summary>Whether the pages are others than those stored.</summary>
    public bool HasOtherPages { get; private set; }

    /// <summary>Rich points of the update that was prepared last whose times are on pages: the page, and the point.</summary>
    public IReadOnlyList<(int Page, int Point)> PagedContests => _paged;

    /// <summary>Starts from a stored array, or from nothing; repairs what is out of order, double or not a number.</summary>
    /// <param name="stored">The array in the head; empty for none.</param>
    /// <param name="pages">Its <see cref="PageIndex"/>, packed; empty for none.</param>
    public void Load(ReadOnlyMemory<byte> stored, ReadOnlySpan<byte> pages)
    {
        _stored = stored;
        _elements.Clear();
        _jds.Clear();
        Pages.Read(pages);
        (IsRepaired, HasOtherPages, Left) = (false, false, 0);
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
        (_intact, IsRepaired) = (0, true);
    }

    /// <summary>
    /// Plans a merge and answers how many bytes it adds to the head, at most, and the largest point among them; <see cref="Commit"/> carries it out.
    /// </summary>
    public (long Added, int Largest) Prepare(ArrayUpdate update)
    {
        var points = update.Points;
        LightCurveMerge.Plan(CollectionsMarshal.AsSpan(_jds), points, _plan);
        _points = points;
        _replaced.Clear();
        _paged.Clear();
        if (Pages.Count > 0)
            LeaveOutPaged();
        var (added, largest) = (0L, 0);
        _pushed.Clear();
        foreach (var index in _plan.Pushed)
        {
            _pushed.Add(points.Document(index, memory));
            Count(_pushed[^1].Length + ElementOverheadBytes);
        }

        foreach (var contest in _plan.Contested)
        {
            var document = points.Document(contest.Point, memory);
            if (!LightCurveMerge.Supersedes(update.Series, _elements[contest.Stored].Document.Span, document.Span))
                continue;
            _replaced.Add((contest.Stored, document));
            Count(document.Length);
        }

        return (added, largest);

        void Count(int bytes)
        {
            added += bytes;
            largest = Math.Max(largest, bytes);
        }
    }

    public void Commit()
    {
        foreach (var (stored, document) in _replaced)
        {
            _elements[stored] = (document, 0);
            _intact = Math.Min(_intact, stored);
        }

        if (_plan.NeedsSort)
            Interleave();
        else
            Append();
    }

    /// <summary>Lets go of everything: of packets and documents nothing is kept.</summary>
    public void Release()
    {
        _stored = default;
        _points = LightCurvePoints.None;
        _elements.Clear();
        _pushed.Clear();
        _replaced.Clear();
        _paged.Clear();
        _jds.Clear();
    }

    /// <summary>Bytes of the points in the head.</summary>
    public long CountBytes()
    {
        var bytes = 0L;
        foreach (var (document, _) in _elements)
            bytes += document.Length + ElementOverheadBytes;
        return bytes;
    }

    /// <summary>Takes the oldest points out of the head until so many bytes of points are left. They are to go to pages.</summary>
    public List<(double Jd, ReadOnlyMemory<byte> Document)> TakeOldest(long keptBytes)
    {
        var taken = new List<(double, ReadOnlyMemory<byte>)>();
        for (var bytes = CountBytes(); bytes > keptBytes; bytes -= _elements[taken.Count - 1].Document.Length + ElementOverheadBytes)
            taken.Add((_jds[taken.Count], _elements[taken.Count].Document));
        Drop(taken.Count);
        return taken;
    }

    /// <summary>Takes the oldest points out of the head.</summary>
    public void Drop(int count)
    {
        for (var i = 0; i < count; i++)
            Left += _elements[i].StoredEnd > 0 ? 1 : 0;
        _elements.RemoveRange(0, count);
        _jds.RemoveRange(0, count);
        if (count > 0)
            _intact = 0;
    }

    /// <summary>Whether the points in the head begin with these, also once the update that was prepared last is committed.</summary>
    public bool BeginsWith(List<(double Jd, ReadOnlyMemory<byte> Document)> points)
    {
        if (points.Count == 0 || points.Count > _jds.Count)
            return false;
        for (var i = 0; i < points.Count; i++)
        {
            if (_elements[i].StoredEnd == 0 || _jds[i] != points[i].Jd)
                return false;
        }

        return _plan.Pushed.Count == 0 || _points.Count == 0 || _points.Jd(_plan.Pushed[0]) > points[^1].Jd;
    }

    /// <summary>Adds a page of points that were taken out.</summary>
    public void AddPage(UInt128 hash, ReadOnlySpan<double> jds)
    {
        Pages.Add(hash, jds);
        HasOtherPages = true;
    }

    /// <summary>Puts another page of the same times in a page's place.</summary>
    public void ReplacePage(int page, UInt128 hash)
    {
        Pages.Replace(page, hash);
        HasOtherPages = true;
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

    /// <summary>Of the points to push, those whose times are on pages are known, and stay away.</summary>
    void LeaveOutPaged()
    {
        var pushed = _plan.Pushed;
        var kept = 0;
        for (var i = 0; i < pushed.Count; i++)
        {
            var point = pushed[i];
            var page = Pages.Find(_points.Jd(point));
            if (page < 0)
                pushed[kept++] = point;
            else if (_points.IsRich(point))
                _paged.Add((page, point));
        }

        pushed.RemoveRange(kept, pushed.Count - kept);
        _plan.NeedsSort = kept > 0 && _jds.Count > 0 && _points.Jd(pushed[0]) < _jds[^1];
    }

    void Walk(ReadOnlyMemory<byte> stored)
    {
        var reader = new BsonReader(stored.Span);
        var end = 4;
        while (reader.Read())
        {
            end += reader.Element.Length;
            _elements.Add((stored.Slice(end - reader.Value.Length, reader.Value.Length), end));
            _jds.Add(reader.Type == BsonType.Document ? ObjectPage.JdOf(reader.Value) : double.NaN);
        }
    }

    void Append()
    {
        for (var i = 0; i < _pushed.Count; i++)
        {
            _elements.Add((_pushed[i], 0));
            _jds.Add(_points.Jd(_plan.Pushed[i]));
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
                _elements[place] = (_pushed[point], 0);
                _jds[place] = _points.Jd(pushed[point--]);
            }
        }

        _intact = Math.Min(_intact, stored + 1);
    }
}
