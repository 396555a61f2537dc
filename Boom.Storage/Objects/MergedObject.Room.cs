using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Storage.Documents;

namespace Boom.Storage.Objects;

/// <content>Room in a head of which only a part was read: its oldest points leave, and no others are looked at.</content>
sealed partial class MergedObject
{
    /// <summary>Oldest points of an array that are read at once, at most.</summary>
    const int MostOldest = 512;

    ReadOnlyMemory<byte> _oldest;
    bool _needsOldest;

    /// <summary>How many of the oldest points of each array are lacking.</summary>
    public int OldestCount { get; private set; }

    /// <summary>Gives the oldest points that were missing: a document with the arrays, of which each has its first points whole.</summary>
    public void ProvideOldest(ReadOnlyMemory<byte> document) => _oldest = document;

    /// <summary>By how many bytes the fields of an update make the head longer: what they replace goes, so that a head does not seem to grow with each alert.</summary>
    long GrowthOf(ObjectUpdate update)
    {
        if (!_stored && _applied == 0)
            return update.InsertFields.Length + update.SetFields.Length;
        var bytes = 0L;
        for (var field = new BsonReader(update.SetFields.Span); field.Read();)
        {
            // What was not read of the head has been set by the alerts before.
            if (TryFindLength(field.Name, out var before) || _whole)
                bytes += field.Element.Length - before;
        }

        return bytes;
    }

    bool TryFindLength(ReadOnlySpan<byte> name, out int length)
    {
        for (var i = _sets.Count - 1; i >= -1; i--)
        {
            if (!BsonFields.TryFind(i < 0 ? _base.Span : _sets[i].Span, name, out var element))
                continue;
            length = element.Length;
            return true;
        }

        length = 0;
        return false;
    }

    /// <summary>Sees to it that so many bytes can leave the head.</summary>
    void MakeRoom(long excess)
    {
        if (excess > ObjectLimits.StepBytes)
            _needsWhole = true;
        else if (_oldest.IsEmpty)
            (_needsOldest, OldestCount) = (true, CountFor(excess));
        else
            _needsWhole |= FindLeaving(excess).Array is null;
    }

    int CountFor(long excess)
    {
        var points = 0;
        foreach (var array in _arrays)
            points += array.Count;
        var mean = Math.Max(1, _size / Math.Max(1, points));
        return (int)Math.Clamp(((ObjectLimits.StepBytes + excess) / mean) + 1, 1, MostOldest);
    }

    /// <summary>The oldest points of the array that takes most room; no array when these are too few, or others by now.</summary>
    (LightCurveArray? Array, List<(double Jd, ReadOnlyMemory<byte> Document)> Points) FindLeaving(long excess)
    {
        var (longest, oldest, most) = ((LightCurveArray?)null, new List<ReadOnlyMemory<byte>>(), 0L);
        foreach (var array in _arrays)
        {
            var points = OldestOf(array);
            var bytes = 0L;
            foreach (var point in points)
                bytes += point.Length;
            if (points.Count == 0 || bytes * array.Count / points.Count <= most)
                continue;
            (longest, oldest, most) = (array, points, bytes * array.Count / points.Count);
        }

        var (leaving, freed) = (new List<(double, ReadOnlyMemory<byte>)>(), 0L);
        foreach (var point in oldest)
        {
            if (freed >= excess + ObjectLimits.StepBytes || leaving.Count + 1 >= longest!.Count)
                break;
            leaving.Add((point.IsEmpty ? double.NaN : ObjectPage.JdOf(point.Span), point));
            freed += point.Length + LightCurveArray.ElementOverheadBytes;
        }

        return freed >= excess && longest?.BeginsWith(leaving) == true ? (longest, leaving) : (null, []);
    }

    List<ReadOnlyMemory<byte>> OldestOf(LightCurveArray array)
    {
        var points = new List<ReadOnlyMemory<byte>>();
        var position = 4;
        for (var field = new BsonReader(_oldest.Span); field.Read(); position += field.Element.Length)
        {
            if (field.Type != BsonType.Array || !field.Name.SequenceEqual(array.NameUtf8))
                continue;
            var end = position + field.Element.Length - field.Value.Length + 4;
            for (var point = new BsonReader(field.Value); point.Read();)
            {
                end += point.Element.Length;
                points.Add(point.Type == BsonType.Document ? _oldest.Slice(end - point.Value.Length, point.Value.Length) : default);
            }
        }

        return points;
    }

    /// <summary>Moves the oldest points to a page when the head, of which a part was read, has more than it may.</summary>
    void LimitPart()
    {
        var excess = _size - limits.MaxHeadBytes;
        if (excess <= 0)
            return;
        var (array, leaving) = FindLeaving(excess);

        // After an alert that was refused they cannot always be told; the head is over its limit then until the next one.
        if (array is null)
            return;
        foreach (var (_, document) in leaving)
            _size -= document.Length + LightCurveArray.ElementOverheadBytes;
        MoveToPages(array, leaving);
        array.Drop(leaving.Count);
    }

    /// <summary>How many of the stored points of each array have left the head.</summary>
    public IReadOnlyList<(byte[] Array, int Count)> LeftPoints
        => [.. _arrays.FindAll(array => array.Left > 0).ConvertAll(array => (array.NameUtf8.ToArray(), array.Left))];
}
