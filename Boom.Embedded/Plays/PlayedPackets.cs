using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>The packets of a play by content, as the journal notes them.</summary>
sealed class PlayedPackets
{
    readonly IReadOnlyList<NotedPackets> _blocks;
    int _at;

    PlayedPackets(IReadOnlyList<NotedPackets> blocks) => _blocks = blocks;

    /// <summary>Numbers below this are not noted by content.</summary>
    public long FirstNoted => _blocks.Count == 0 ? long.MaxValue : _blocks[0].First;

    public static async ValueTask<PlayedPackets> ReadAsync(IPlayJournal journal, Play play, CancellationToken cancellationToken) =>
        new(await journal.ReadPacketsAsync(play.Id, cancellationToken));

    /// <summary>The content of a packet by its number; null when it is not noted. Ascending numbers are found at once.</summary>
    public UInt128? Find(long number)
    {
        if (_at >= _blocks.Count || number < _blocks[_at].First)
            _at = 0;
        while (_at + 1 < _blocks.Count && _blocks[_at + 1].First <= number)
            _at++;
        if (_blocks.Count == 0 || number < _blocks[_at].First || number - _blocks[_at].First >= _blocks[_at].Hashes.Count)
            return null;
        return _blocks[_at].Hashes[(int)(number - _blocks[_at].First)];
    }
}
