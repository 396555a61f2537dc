using System.Runtime.InteropServices;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Objects;

/// <content>Pages: points that leave the head, and rich ones that replace points there.</content>
sealed partial class MergedObject
{
    ReadOnlySpan<byte> PagesOf(ReadOnlySpan<byte> array)
    {
        var pages = ObjectHead.PagesOf(_base.Span);
        if (pages.IsEmpty)
            return default;
        var field = new BsonReader(pages);
        return field.Find(array) ? field.AsBinary() : default;
    }

    /// <summary>Puts rich points in the place of poorer ones on pages: such a page gives way to another.</summary>
    void ReplaceInPages(ArrayUpdate update, LightCurveArray array)
    {
        foreach (var (page, point) in array.PagedContests)
        {
            var id = ObjectPage.IdOf(_objectId, array.Name, array.Pages[page]);
            if (FindPage(id) is not { IsEmpty: false } document)
            {
                if (!_missing.Contains(id))
                    _missing.Add(id);
                continue;
            }

            var points = ObjectPage.PointsOf(document);
            var place = points.FindIndex(stored => ObjectPage.JdOf(stored.Span) == update.Points.Jd(point));
            if (Need != MergeNeed.None || place < 0)
                continue;
            var rich = update.Points.Document(point, memory);
            if (!LightCurveMerge.Supersedes(update.Series, points[place].Span, rich.Span))
                continue;
            points[place] = rich;
            var other = ObjectPage.Of(_objectId, array.Name, points, limits.NowMs?.Invoke(), memory);
            _left.Add(id);
            _pages.RemoveAll(made => made.Id == id);
            AddPage(array.Name, other);
            array.ReplacePage(page, other.Hash);
        }
    }

    ReadOnlyMemory<byte> FindPage(string id)
    {
        foreach (var (made, page) in _pages)
        {
            if (made == id)
                return page.Document;
        }

        return _provided.GetValueOrDefault(id);
    }

    void AddPage(string series, ObjectPage page) => _pages.Add((ObjectPage.IdOf(_objectId, series, page.Hash), page));

    /// <summary>Moves the oldest points to pages when the head has more than it may.</summary>
    void LimitHead()
    {
        var bytes = 0L;
        foreach (var array in _arrays)
            bytes += array.CountBytes();
        if (bytes <= limits.MaxHeadBytes)
            return;

        // The short arrays keep all that they have; the long ones share what room that leaves.
        var (room, left) = (limits.KeptBytes, _arrays.Count);
        foreach (var array in _arrays.OrderBy(array => array.CountBytes()))
        {
            var kept = Math.Min(array.CountBytes(), room / left--);
            MoveToPages(array, array.TakeOldest(kept));
            room -= kept;
        }
    }

    void MoveToPages(LightCurveArray array, List<(double Jd, ReadOnlyMemory<byte> Document)> points)
    {
        var (jds, documents, bytes) = (new List<double>(), new List<ReadOnlyMemory<byte>>(), 0L);
        foreach (var (jd, document) in points)
        {
            if (bytes > 0 && bytes + document.Length > ObjectLimits.MaxPageBytes)
                End();
            jds.Add(jd);
            documents.Add(document);
            bytes += document.Length + LightCurveArray.ElementOverheadBytes;
        }

        if (documents.Count > 0)
            End();

        void End()
        {
            var page = ObjectPage.Of(_objectId, array.Name, documents, limits.NowMs?.Invoke(), memory);
            AddPage(array.Name, page);
            array.AddPage(page.Hash, CollectionsMarshal.AsSpan(jds));
            jds.Clear();
            documents.Clear();
            bytes = 0;
        }
    }

    /// <summary>Whether the head tells of its pages or of its size.</summary>
    bool HasOwnStamps() => limits.TracksSize || _arrays.Exists(array => array.HasOtherPages);

    void WriteStamps(BsonWriter writer, ReadOnlySpan<byte> stored)
    {
        var stamps = writer.BeginDocument(Stamps);
        if (!stored.IsEmpty)
        {
            for (var field = new BsonReader(stored); field.Read();)
            {
                if (!field.Name.SequenceEqual(ObjectHead.Pages) && !field.Name.SequenceEqual(ObjectHead.Bytes))
                    writer.RawElements(field.Element);
            }
        }

        WritePages(writer);
        if (limits.TracksSize)
            writer.Int64(ObjectHead.Bytes, CountHead());
        writer.End(stamps);
    }

    void WritePages(BsonWriter writer)
    {
        var stored = _stored ? ObjectHead.PagesOf(_base.Span) : default;
        if (stored.IsEmpty && !_arrays.Exists(array => array.HasOtherPages))
            return;
        var pages = writer.BeginDocument(ObjectHead.Pages);
        if (!stored.IsEmpty)
        {
            for (var field = new BsonReader(stored); field.Read();)
            {
                if (!HasOtherPages(field.Name))
                    writer.RawElements(field.Element);
            }
        }

        foreach (var array in _arrays)
        {
            if (array.HasOtherPages)
                writer.Binary(array.NameUtf8, array.Pages.Pack());
        }

        writer.End(pages);
    }

    bool HasOtherPages(ReadOnlySpan<byte> name)
    {
        foreach (var array in _arrays)
        {
            if (array.HasOtherPages && array.NameUtf8.SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>Bytes of the head, about: what is in fields and points, without what a page list has grown by.</summary>
    long CountHead()
    {
        if (!_whole)
            return _size;
        var bytes = _fixed;
        foreach (var array in _arrays)
            bytes += array.CountBytes();
        return bytes;
    }
}
