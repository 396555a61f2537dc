using Boom.Core.Plays;
using Boom.Core.Resilience;

namespace Boom.Storage.Sqlite;

/// <content>The journal of what was published to the embedded broker.</content>
public sealed partial class SqliteStore
{
    const string SelectPlays = "SELECT id, topic, partition_count, source, first_sequence, published, finished FROM plays ORDER BY id";
    const string LastPlay = "SELECT partition_count, first_sequence + published FROM plays WHERE topic = ? ORDER BY id DESC LIMIT 1";
    const string InsertPlay =
        "INSERT INTO plays(topic, partition_count, source, first_sequence, published, finished) VALUES (?, ?, ?, ?, 0, 0)";

    const string InsertPackets = "INSERT OR REPLACE INTO play_packets(play, first, hashes) VALUES (?1, ?2, ?3)";
    const string SelectPackets = "SELECT first, hashes FROM play_packets WHERE play = ?1 ORDER BY first";
    const string UpdatePlay = "UPDATE plays SET published = ?2, finished = ?3 WHERE id = ?1";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Play>> ReadPlaysAsync(CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<Play>>(
            database => database.Prepare(SelectPlays).All(row => new Play(
                row.Int64(0), row.Text(1), row.Int32(2), row.Text(3), row.Int64(4), row.Int64(5), row.Int64(6) != 0)),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                var (stored, firstSequence) = database.Prepare(LastPlay).Bind(1, topic).First<(int?, long)>(row => (row.Int32(0), row.Int64(1)));
                if (stored is { } count && count != partitionCount)
                {
                    throw new PermanentFaultException(
                        $"Topic {topic} was played with {count} partitions in {database.Path}, not {partitionCount}: keep the number, "
                        + "or choose another data folder.");
                }

                database.Prepare(InsertPlay).Bind(1, topic).Bind(2, partitionCount).Bind(3, source).Bind(4, firstSequence).Run();
                return new Play(database.LastId, topic, partitionCount, source, firstSequence, 0, false);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken)
        => WriteAsync(database => Advance(database, id, published, finished), cancellationToken);

    /// <inheritdoc/>
    public ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                Advance(database, id, packets.First + packets.Hashes.Count, finished: false);
                database.Prepare(InsertPackets).Bind(1, id).Bind(2, packets.First).Bind(3, packets.ToBytes()).Run();
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<NotedPackets>>(
            database => database.Prepare(SelectPackets).Bind(1, id).All(row => NotedPackets.FromBytes(row.Int64(0), row.Blob(1))), cancellationToken));

    static void Advance(SqliteDatabase database, long id, long published, bool finished)
    {
        database.Prepare(UpdatePlay).Bind(1, id).Bind(2, published).Bind(3, finished ? 1L : 0L).Run();
        if (database.Changes != 1)
            throw new ArgumentException($"The journal knows no play {id}.", nameof(id));
    }
}
