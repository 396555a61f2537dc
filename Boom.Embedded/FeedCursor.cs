using Boom.Core.Pipeline;

namespace Boom.Embedded;

/// <summary>Reads packets of a source by ascending number; opens the source only when one is asked for.</summary>
sealed class FeedCursor(string source, Func<string, IPacketFeed?> open) : IDisposable
{
    // Reading over so many packets is cheaper than opening the source again.
    const int ReadOverAtMost = 64;

    IPacketFeed? _feed;
    IEnumerator<ReadOnlyMemory<byte>>? _packets;
    bool _opened;
    long _next;
    long _end = -1;

    /// <summary>The packet of this number; false when the source cannot be opened or ends before it.</summary>
    public bool TryRead(long number, out ReadOnlyMemory<byte> packet)
    {
        packet = default;
        if (!_opened)
        {
            _opened = true;
            _feed = open(source);
        }

        if (_feed is null || (_end >= 0 && number >= _end))
            return false;
        if (_packets is null || number - _next > ReadOverAtMost)
        {
            _packets?.Dispose();
            _packets = _feed.Read(number).GetEnumerator();
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

    /// <summary>The source was read without a problem and has no packet of this number.</summary>
    public bool EndedBefore(long number) => _feed is { Problems.Count: 0 } && _end >= 0 && number >= _end;

    public void Dispose() => _packets?.Dispose();
}
