using Boom.Core.Plays;

namespace Boom.Embedded.Plays;

/// <summary>The packets of a play by content, as the journal notes them.</summary>
sealed class PlayedPackets(IReadOnlyList<NotedPackets> blocks)
{
    int _at;

    /// <summary>Numbers below this are not noted by content.</summary>
    public long FirstNoted => blocks.Count == 0 ? long.MaxValue : blocks[0].First;

    public static async ValueTask<PlayedPackets> ReadAsync(IPlayJournal journal, Play play, CancellationToken cancellationToken) =>
        new(await journal.ReadPacketsAsync(play.Id, cancellationToken));

    /// <summary>The content of a packet by its number; null when it is not noted. Ascending numbers are found at once.</summary>
    public UInt128? Find(long number)
    {
        if (_at >= blocks.Count || number < blocks[_at].First)
            _at = 0;
        while (_at + 1 < blocks.Count && blocks[_at + 1].First <= number)
            _at++;
        if (blocks.Count == 0 || number < blocks[_at].First || number - blocks[_at].First >= blocks[_at].Hashes.Count)
            return null;
        return blocks[_at].Hashes[(int)(number - blocks[_at].First)];
    }
}
