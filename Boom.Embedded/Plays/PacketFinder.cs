using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>
/// Finds the packets of a play in its source as it is now: by number where that still is the same packet, else by content. Opens the source only when a
/// packet is asked for.
/// </summary>
sealed class PacketFinder(Play play, PlayedPackets noted, Func<string, IPacketFeed?> open) : IDisposable
{
    // Reading over so many packets is cheaper than opening the source again.
    const int ReadOverAtMost = 64;

    IPacketFeed? _feed;
    bool _isUnchanged;
    bool _opened;
    IEnumerator<ReadOnlyMemory<byte>>? _packets;
    Dictionary<UInt128, long>? _index;
    long _next;
    long _end = -1;

    /// <summary>A finder for one play.</summary>
    /// <param name="open">Opens a source; null when that is no longer possible.</param>
    public static async ValueTask<PacketFinder> CreateAsync(
        IPlayJournal journal, Play play, Func<string, IPacketFeed?> open, CancellationToken cancellationToken) =>
        new(play, await PlayedPackets.ReadAsync(journal, play, cancellationToken), open);

    /// <summary>The content of a packet of the play; null when it is not noted.</summary>
    public UInt128? ContentOf(long number) => noted.Find(number);

    /// <summary>Whether the packet can be had, without reading more than is needed to know.</summary>
    public bool CanFind(long number)
    {
        if (Open() is null)
            return false;
        return _isUnchanged || (ContentOf(number) is { } content && Index().ContainsKey(content));
    }

    /// <summary>The packet of this number of the play, valid until the next is asked for; false when it is not there any more.</summary>
    public bool TryRead(long number, out ReadOnlyMemory<byte> packet)
    {
        packet = default;
        if (Open() is null)
            return false;
        if (ContentOf(number) is not { } content)
            return _isUnchanged && TryReadAt(_feed!, number, out packet);
        if (_index is null && TryReadAt(_feed!, number, out packet) && PacketContent.HashOf(packet.Span) == content)
            return true;
        return Index().TryGetValue(content, out var at) && TryReadAt(_feed!.Round, at, out packet) && PacketContent.HashOf(packet.Span) == content;
    }

    /// <summary>What a person calls the packet of this number of the play; null when it has no name, or is not there any more.</summary>
    public string? NameOf(long number)
    {
        if (Open() is not { IsSimulated: false } feed)
            return null;
        if (ContentOf(number) is not { } content)
            return _isUnchanged ? feed.NameOf(number) : null;
        if (TryReadAt(feed, number, out var packet) && PacketContent.HashOf(packet.Span) == content)
            return feed.NameOf(number);
        return Index().TryGetValue(content, out var at) ? feed.Round.NameOf(at) : null;
    }

    /// <summary>The source was read without a problem and has no packet of this number.</summary>
    public bool EndedBefore(long number) =>
        _isUnchanged && ContentOf(number) is null && _feed is { Problems.Count: 0 } && _end >= 0 && number >= _end;

    public void Dispose() => _packets?.Dispose();

    IPacketFeed? Open()
    {
        if (_opened)
            return _feed;
        _opened = true;
        _feed = open(play.Source);
        _isUnchanged = _feed?.Source == play.Source;
        return _feed;
    }

    // Where the packets of this play are now; the first of several equal ones.
    Dictionary<UInt128, long> Index()
    {
        if (_index is not null)
            return _index;
        _packets?.Dispose();
        _packets = null;
        _end = -1;
        var wanted = new HashSet<UInt128>();
        for (var number = 0L; number < play.Published; number++)
        {
            if (ContentOf(number) is { } content)
                wanted.Add(content);
        }

        _index = [];
        var at = 0L;
        foreach (var packet in _feed!.Round.Read(0))
        {
            if (PacketContent.HashOf(packet.Span) is var content && wanted.Contains(content))
                _index.TryAdd(content, at);
            at++;
        }

        return _index;
    }

    bool TryReadAt(IPacketFeed feed, long number, out ReadOnlyMemory<byte> packet)
    {
        packet = default;
        if (_end >= 0 && number >= _end)
            return false;
        if (_packets is null || number < _next - 1 || number - _next > ReadOverAtMost)
        {
            _packets?.Dispose();
            _packets = feed.Read(number).GetEnumerator();
            _next = number;
        }

        while (_next <= number)
        {
            if (!_packets.MoveNext())
            {
                _end = _next;
                return false;
            }

            _next++;
        }

        packet = _packets.Current;
        return true;
    }
}
