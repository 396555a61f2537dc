using Boom.Core.Alerts;

namespace Boom.Core.Store;

/// <summary>
/// Cutouts documents of many alerts in pooled memory: valid until <see cref="Dispose"/> gives it back. Any number of threads may add; reading begins when
/// all have ended.
/// </summary>
public sealed class CutoutBatch : IDisposable
{
    readonly Dictionary<long, ReadOnlyMemory<byte>?> _documents = [];
    readonly PacketArena _arena = new();
    readonly Lock _lock = new();

    /// <summary>The alerts that have cutouts, damaged ones included.</summary>
    public IReadOnlyCollection<long> Candids => _documents.Keys;

    /// <summary>The document of an alert: empty when it has none, null when it is not as it was written.</summary>
    public ReadOnlyMemory<byte>? this[long candid] => _documents.TryGetValue(candid, out var document) ? document : ReadOnlyMemory<byte>.Empty;

    /// <summary>Memory for a document, to be filled and then given to <see cref="Add"/>.</summary>
    public Memory<byte> Reserve(int length)
    {
        lock (_lock)
            return _arena.Reserve(length);
    }

    /// <summary>Adds the document of an alert, with its images as they came.</summary>
    /// <param name="candid">Whose.</param>
    /// <param name="document">As stored, in memory of <see cref="Reserve"/> or that lives as long otherwise; null for a document that is damaged.</param>
    public void Add(long candid, ReadOnlyMemory<byte>? document)
    {
        document = document is { IsEmpty: false } stored ? Expand(stored) : document;
        lock (_lock)
            _documents[candid] = document;
    }

    ReadOnlyMemory<byte>? Expand(ReadOnlyMemory<byte> stored)
    {
        if (!CutoutImages.TryMeasure(stored.Span, out var length))
            return null;
        if (length == stored.Length)
            return stored;
        var expanded = Reserve(length);
        return CutoutImages.TryExpand(stored.Span, expanded.Span) ? expanded : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _documents.Clear();
        _arena.Dispose();
    }
}
