using Boom.Core.Alerts;
using Boom.Core.Store;

namespace Boom.Storage.Sqlite;

/// <summary>What identifies the partitions of the ledger: the topic's identifier, and the last packet seen.</summary>
static class LedgerPartitionTable
{
    const string PutMark = """
        INSERT INTO ledger_partitions(topic, partition, last_offset, last_timestamp_ms, last_fingerprint) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(topic, partition) DO UPDATE SET last_offset = ?3, last_timestamp_ms = ?4, last_fingerprint = ?5
        WHERE last_offset IS NULL OR last_offset < ?3
        """;

    const string PutTopicId = """
        INSERT INTO ledger_partitions(topic, partition, topic_id) VALUES (?1, ?2, ?3)
        ON CONFLICT(topic, partition) DO UPDATE SET topic_id = ?3
        """;

    const string Columns = "SELECT topic, partition, topic_id, last_offset, last_timestamp_ms, last_fingerprint FROM ledger_partitions";
    const string OfTopic = Columns + " WHERE topic = ?1 OR (topic > ?1 || '~' AND topic < ?1 || char(127))";

    public static void Put(SqliteDatabase database, Dictionary<(string Topic, int Partition), PacketMark> marks)
    {
        foreach (var ((topic, partition), mark) in marks)
        {
            database.Prepare(PutMark)
                .Bind(1, topic).Bind(2, partition).Bind(3, mark.Offset).Bind(4, mark.TimestampMs).Bind(5, (long)mark.Fingerprint).Run();
        }
    }

    public static void Identify(SqliteDatabase database, string topic, int partition, string topicId)
        => database.Prepare(PutTopicId).Bind(1, topic).Bind(2, partition).Bind(3, topicId).Run();

    /// <summary>The partitions that are known, without ranges.</summary>
    public static Dictionary<(string Topic, int Partition), LedgerPartition> Read(SqliteDatabase database, string? topic)
    {
        var partitions = new Dictionary<(string Topic, int Partition), LedgerPartition>();

        // A store of the version before that cannot be written has no such table.
        if (database.ReadInt64("SELECT COUNT(*) FROM sqlite_master WHERE name = 'ledger_partitions'") == 0)
            return partitions;
        var rows = topic is null ? database.Prepare(Columns) : database.Prepare(OfTopic).Bind(1, topic);
        while (rows.Step())
        {
            var (name, partition) = (rows.Text(0), rows.Int32(1));
            PacketMark? mark = rows.IsNull(3) ? null : new(rows.Int64(3), rows.Int64(4), (ulong)rows.Int64(5));
            partitions[(name, partition)] = new(name, partition, [], rows.IsNull(2) ? null : rows.Text(2), mark);
        }

        return partitions;
    }
}
