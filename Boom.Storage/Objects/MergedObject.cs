using Boom.Storage.Documents;
using System.Buffers;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Objects;

/// <summary>An object document while the alerts of a batch are merged into it, one after the other; written once at the end. Reusable, not thread-safe.</summary>
sealed class MergedObject : IDisposable
{
    /// <summary>Room for <c>_id</c>, <c>version</c> and the frames of the arrays.</summary>
    const int FrameBytes = 512;

    readonly List<LightCurveArray> _known = [];
    readonly List<LightCurveArray> _arrays = [];
    readonly List<ReadOnlyMemory<byte>> _sets = [];
    byte[] _buffer = [];
    ReadOnlyMemory<byte> _base;
    string _objectId = "";
    bool _stored;
    long _size;
    int _version;
    int _applied;

    /// <summary>Starts from the stored document; an empty one means that the object is to be made.</summary>
    public void Begin(string objectId, ReadOnlySpan<byte> stored)
    {
        _objectId = objectId;
        _arrays.Clear();
        _sets.Clear();
        _applied = 0;
        _version = 0;
        _stored = !stored.IsEmpty;
        _size = FrameBytes + stored.Length;
        if (!_stored)
            return;
        Keep(stored);
        var reader = new BsonReader(_base.Span);
        if (reader.Find("version"u8) && reader.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double)
            _version = (int)reader.AsDouble();
    }

    /// <summary>Merges one alert's update; false, and nothing changes, when the document would outgrow the limit.</summary>
    public bool TryApply(ObjectUpdate update)
    {
        var added = (long)update.SetFields.Length;
        if (!_stored && _applied == 0)
            added += update.InsertFields.Length;
        foreach (var array in update.Arrays)
            added += Open(array.Name).Prepare(array);
        if (_size + added > BsonFields.MaxDocumentBytes)
            return false;

        foreach (var array in update.Arrays)
            Open(array.Name).Commit();
        if (!_stored && _applied == 0)
            _base = update.InsertFields;
        _sets.Add(update.SetFields);
        _size += added;
        _applied++;
        return true;
    }

    /// <summary>The document with everything applied. Valid until the writer is reset.</summary>
    public ReadOnlyMemory<byte> Write(BsonWriter writer)
    {
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
        if (version > 0)
            writer.Int32("version"u8, version);
        return writer.EndRoot();
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _base = default;
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
            array = new LightCurveArray(name);
            _known.Add(array);
        }

        array.Load(_stored ? FindArray(array.NameUtf8) : default);
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
