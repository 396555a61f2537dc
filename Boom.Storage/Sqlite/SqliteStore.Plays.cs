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
            database =>
            {
                var plays = new List<Play>();
                var rows = database.Prepare(SelectPlays);
                while (rows.Step())
                {
                    plays.Add(new(
                        rows.Int64(0), rows.Text(1), rows.Int32(2), rows.Text(3), rows.Int64(4), rows.Int64(5), rows.Int64(6) != 0));
                }

                return plays;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Play> BeginPlayAsync(string topic, int partitionCount, string source, CancellationToken cancellationToken)
        => WriteAsync(
            database =>
            {
                var last = database.Prepare(LastPlay).Bind(1, topic);
                long firstSequence = 0;
                if (last.Step())
                {
                    var stored = last.Int32(0);
                    firstSequence = last.Int64(1);
                    last.Reset();
                    if (stored != partitionCount)
                    {
                        throw new PermanentFaultException(
                            $"Topic {topic} was played with {stored} partitions in {database.Path}, not {partitionCount}: keep the number, "
                            + "or choose another data folder.");
                    }
                }

                database.Prepare(InsertPlay).Bind(1, topic).Bind(2, partitionCount).Bind(3, source).Bind(4, firstSequence).Run();
                return new Play(database.LastId, topic, partitionCount, source, firstSequence, 0, false);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask AdvancePlayAsync(long id, long published, bool finished, CancellationToken cancellationToken)
        => await WriteAsync(
            database =>
            {
                database.Prepare(UpdatePlay).Bind(1, id).Bind(2, published).Bind(3, finished ? 1L : 0L).Run();
                return database.Changes == 1 ? true : throw new ArgumentException($"The journal knows no play {id}.", nameof(id));
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask NotePacketsAsync(long id, NotedPackets packets, CancellationToken cancellationToken)
        => await WriteAsync(
            database =>
            {
                database.Prepare(UpdatePlay).Bind(1, id).Bind(2, packets.First + packets.Hashes.Count).Bind(3, 0L).Run();
                if (database.Changes != 1)
                    throw new ArgumentException($"The journal knows no play {id}.", nameof(id));
                database.Prepare(InsertPackets).Bind(1, id).Bind(2, packets.First).Bind(3, packets.ToBytes()).Run();
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NotedPackets>> ReadPacketsAsync(long id, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<NotedPackets>>(
            database =>
            {
                var packets = new List<NotedPackets>();
                var rows = database.Prepare(SelectPackets).Bind(1, id);
                while (rows.Step())
                    packets.Add(NotedPackets.FromBytes(rows.Int64(0), rows.Blob(1)));
                return packets;
            },
            cancellationToken));
}
