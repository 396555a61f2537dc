using Boom.Storage.Documents;
using System.Buffers;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Objects;

/// <summary>What the merge of an object lacks.</summary>
enum MergeNeed
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The head whole: some of its points change, or many leave.</summary>
    Whole,

    /// <summary>The oldest points of the head: they leave.</summary>
    Oldest,

    /// <summary>Pages.</summary>
    Pages,
}

/// <summary>
/// An object while the alerts of a batch are merged into it, one after the other; written once at the end. Its document is the head: when it grows
/// over the limit the oldest points leave for pages. Reusable, not thread-safe.
/// </summary>
/// <param name="limits">Of the head.</param>
/// <param name="memory">Holds the pages, and documents of points, until it is reset.</param>
sealed partial class MergedObject(ObjectLimits limits, BsonWriter memory) : IDisposable
{
    /// <summary>Room for <c>_id</c>, <c>version</c> and the frames of the arrays.</summary>
    const int FrameBytes = 512;

    static readonly byte[] Stamps = "boom"u8.ToArray();

    readonly List<LightCurveArray> _known = [];
    readonly List<LightCurveArray> _arrays = [];
    readonly List<ReadOnlyMemory<byte>> _sets = [];
    readonly List<(string Id, ObjectPage Page)> _pages = [];
    readonly List<string> _missing = [];
    readonly List<string> _left = [];
    readonly Dictionary<string, ReadOnlyMemory<byte>> _provided = new(StringComparer.Ordinal);
    byte[] _buffer = [];
    ReadOnlyMemory<byte> _base;
    string _objectId = "";
    bool _stored, _whole, _needsWhole;
    long _size, _fixed;
    int _version;
    int _applied;

    /// <summary>What is lacking: nothing is to be written before it is there and all has been merged again.</summary>
    public MergeNeed Need => _needsWhole ? MergeNeed.Whole : _needsOldest ? MergeNeed.Oldest : _missing.Count > 0 ? MergeNeed.Pages : MergeNeed.None;

    /// <summary>Keys of the pages that are lacking.</summary>
    public IReadOnlyList<string> MissingPages => _missing;

    /// <summary>Pages to be written before the head, by key.</summary>
    public IReadOnlyList<(string Id, ObjectPage Page)> NewPages => _pages;

    /// <summary>Keys of stored pages that the head does not refer to any more.</summary>
    public IReadOnlyList<string> LeftPages => _left;

    /// <summary>Starts from the stored head; an empty one means that the object is to be made.</summary>
    /// <param name="objectId">The object.</param>
    /// <param name="stored">The head, or those of its fields that a merge reads.</param>
    /// <param name="isWhole">Whether it is the head whole.</param>
    public void Begin(string objectId, ReadOnlySpan<byte> stored, bool isWhole = true)
    {
        Release();
        _objectId = objectId;
        _applied = 0;
        _version = 0;
        _stored = !stored.IsEmpty;
        _whole = isWhole || !_stored;
        _needsWhole = _needsOldest = false;
        _size = _fixed = FrameBytes;
        if (!_stored)
            return;
        Keep(stored);
        for (var field = new BsonReader(_base.Span); field.Read();)
        {
            if (field.Name.SequenceEqual("version"u8) && field.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double)
                _version = (int)field.AsDouble();
            if (field.Type != BsonType.Array)
                _fixed += field.Element.Length;
        }

        _size = _whole ? FrameBytes + stored.Length : ObjectHead.SizeOf(stored) ?? long.MaxValue / 2;
    }

    /// <summary>Gives a page that was missing.</summary>
    public void Provide(string id, ReadOnlyMemory<byte> document) => _provided[id] = document;

    /// <summary>
    /// Merges one alert's update; false, and nothing changes, when a document would outgrow the limit of stores. When something is lacking then
    /// (<see cref="Need"/>) nothing has changed either.
    /// </summary>
    public bool TryApply(ObjectUpdate update)
    {
        _missing.Clear();
        var fields = GrowthOf(update);
        var (added, largest) = (fields, 0);
        foreach (var array in update.Arrays)
        {
            var open = Open(array.Name);
            var (bytes, point) = open.Prepare(array);
            (added, largest) = (added + bytes, Math.Max(largest, point));
            _needsWhole |= !_whole && (open.IsRepaired || open.Replaces);
        }

        if (largest > BsonFields.MaxDocumentBytes - ObjectPage.FrameBytes || _fixed + fields > BsonFields.MaxDocumentBytes)
            return false;
        if (!_whole && _size + added > limits.MaxHeadBytes)
            MakeRoom(_size + added - limits.MaxHeadBytes);
        foreach (var array in update.Arrays)
            ReplaceInPages(array, Open(array.Name));
        if (Need != MergeNeed.None)
            return true;

        foreach (var array in update.Arrays)
            Open(array.Name).Commit();
        if (!_stored && _applied == 0)
            _base = update.InsertFields;
        _sets.Add(update.SetFields);
        _size += added;
        _fixed += fields;
        _applied++;
        return true;
    }

    /// <summary>The head with everything applied. Valid until the writer is reset.</summary>
    public ReadOnlyMemory<byte> Write(BsonWriter writer)
    {
        if (_whole)
            LimitHead();
        else
            LimitPart();

        // The insertion is not an update: the version stays absent until there is one.
        var version = _version + _applied - (_stored ? 0 : 1);
        writer.BeginRoot();
        if (!_stored)
        {
            writer.String("_id"u8, _objectId);
            foreach (var array in _arrays)
                array.Write(writer);
        }

        var fields = new BsonReader(_base.Span);
        while (fields.Read())
            WriteField(writer, fields);
        if (_stored)
            WriteMissingArrays(writer);
        WriteAddedFields(writer);
        if (HasOwnStamps() && !BsonFields.Contains(_base.Span, Stamps))
            WriteStamps(writer, default);
        if (version > 0)
            writer.Int32("version"u8, version);
        return writer.EndRoot();
    }

    /// <summary>Lets go of the object: of its documents, and of the packets of its alerts, nothing is kept.</summary>
    public void Release()
    {
        foreach (var array in _arrays)
            array.Release();
        _arrays.Clear();
        _sets.Clear();
        _pages.Clear();
        _missing.Clear();
        _left.Clear();
        _provided.Clear();
        _base = _oldest = default;
    }

    public void Dispose()
    {
        Release();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    void Keep(ReadOnlySpan<byte> stored)
    {
        if (_buffer.Length < stored.Length)
        {
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(stored.Length);
        }

        stored.CopyTo(_buffer);
        _base = _buffer.AsMemory(0, stored.Length);
    }

    LightCurveArray Open(string name)
    {
        foreach (var open in _arrays)
        {
            if (open.Name == name)
                return open;
        }

        var array = _known.Find(known => known.Name == name);
        if (array is null)
        {
            array = new LightCurveArray(name, memory);
            _known.Add(array);
        }

        array.Load(_stored ? FindArray(array.NameUtf8) : default, _stored ? PagesOf(array.NameUtf8) : default);
        _arrays.Add(array);
        return array;
    }

    ReadOnlyMemory<byte> FindArray(ReadOnlySpan<byte> name)
    {
        var reader = new BsonReader(_base.Span);
        var position = 4;
        while (reader.Read())
        {
            position += reader.Element.Length;
            if (reader.Type == BsonType.Array && reader.Name.SequenceEqual(name))
                return _base.Slice(position - reader.Value.Length, reader.Value.Length);
        }

        return default;
    }

    void WriteField(BsonWriter writer, scoped in BsonReader field)
    {
        if (field.Name.SequenceEqual("version"u8))
            return;
        if (field.Type == BsonType.Document && field.Name.SequenceEqual(Stamps) && HasOwnStamps())
        {
            WriteStamps(writer, field.Value);
            return;
        }

        foreach (var array in _arrays)
        {
            if (!array.NameUtf8.SequenceEqual(field.Name))
                continue;
            if (_stored)
                array.Write(writer);
            return;
        }

        for (var i = _sets.Count - 1; i >= 0; i--)
        {
            var set = new BsonReader(_sets[i].Span);
            if (!set.Find(field.Name))
                continue;
            writer.RawElements(set.Element);
            return;
        }

        writer.RawElements(field.Element);
    }

    void WriteMissingArrays(BsonWriter writer)
    {
        foreach (var array in _arrays)
        {
            if (!BsonFields.Contains(_base.Span, array.NameUtf8))
                array.Write(writer);
        }
    }

    void WriteAddedFields(BsonWriter writer)
    {
        for (var i = 0; i < _sets.Count; i++)
        {
            var set = new BsonReader(_sets[i].Span);
            while (set.Read())
            {
                if (!BsonFields.Contains(_base.Span, set.Name) && !IsSetLater(i, set.Name))
                    writer.RawElements(set.Element);
            }
        }
    }

    bool IsSetLater(int index, ReadOnlySpan<byte> name)
    {
        for (var later = index + 1; later < _sets.Count; later++)
        {
            if (BsonFields.Contains(_sets[later].Span, name))
                return true;
        }

        return false;
    }
}
