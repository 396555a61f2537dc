using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Storage.Ledger;

namespace Boom.Storage.Sqlite;

/// <summary>
/// The ledger's rows: one per range of neighbouring offsets with one outcome, and one per partition with what identifies it, the topic's identifier and the
/// last packet seen.
/// </summary>
static class LedgerTable
{
    /// <summary>The last range that begins before the run, which may reach into it, and all that begin up to right behind it.</summary>
    const string Touching = """
        SELECT first, last, outcome FROM ledger WHERE topic = ?1 AND partition = ?2 AND first <= ?4 + 1 AND first >= coalesce(
            (SELECT MAX(first) FROM ledger WHERE topic = ?1 AND partition = ?2 AND first < ?3), ?3) ORDER BY first
        """;

    const string Delete = "DELETE FROM ledger WHERE topic = ? AND partition = ? AND first = ?";
    const string Put = "INSERT OR REPLACE INTO ledger(topic, partition, first, last, outcome) VALUES (?, ?, ?, ?, ?)";

    const string PutMark = """
        INSERT INTO ledger_partitions(topic, partition, last_offset, last_timestamp_ms, last_fingerprint) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(topic, partition) DO UPDATE SET last_offset = ?3, last_timestamp_ms = ?4, last_fingerprint = ?5
        WHERE last_offset IS NULL OR last_offset < ?3
        """;

    const string PutTopicId = """
        INSERT INTO ledger_partitions(topic, partition, topic_id) VALUES (?1, ?2, ?3)
        ON CONFLICT(topic, partition) DO UPDATE SET topic_id = ?3
        """;

    const string SelectRanges = "SELECT topic, partition, first, last, outcome FROM ledger";
    const string SelectPartitions = "SELECT topic, partition, topic_id, last_offset, last_timestamp_ms, last_fingerprint FROM ledger_partitions";
    const string OfTopic = " WHERE topic = ?1 OR (topic > ?1 || '~' AND topic < ?1 || char(127))";
    const string InOrder = " ORDER BY topic, partition, first";

    public static void Record(SqliteDatabase database, IReadOnlyList<LedgerEntry> entries)
    {
        if (entries.Count == 0)
            return;
        Record(database, LedgerMerge.Runs(entries));
        foreach (var ((topic, partition), mark) in LedgerMerge.LastPackets(entries))
        {
            database.Prepare(PutMark)
                .Bind(1, topic).Bind(2, partition).Bind(3, mark.Offset).Bind(4, mark.TimestampMs).Bind(5, (long)mark.Fingerprint).Run();
        }
    }

    public static void Record(SqliteDatabase database, IEnumerable<LedgerSpan> spans)
    {
        List<LedgerRange> merged = [], settled = [];
        foreach (var span in spans)
        {
            var stored = ReadTouching(database, span);
            LedgerMerge.Join(stored, [span.Range], merged, settled);
            Replace(database, span, stored, merged);
            foreach (var range in settled)
                DeadLetterTable.RemoveOfPackets(database, span.Topic, span.Partition, range.First, range.Last);
        }
    }

    public static void Identify(SqliteDatabase database, string topic, int partition, string topicId)
        => database.Prepare(PutTopicId).Bind(1, topic).Bind(2, partition).Bind(3, topicId).Run();

    public static IReadOnlyList<LedgerPartition> Read(SqliteDatabase database, string? topic)
    {
        var partitions = ReadPartitions(database, topic).ToDictionary(partition => (partition.Topic, partition.Partition));
        var rows = topic is null ? database.Prepare(SelectRanges + InOrder) : database.Prepare(SelectRanges + OfTopic + InOrder).Bind(1, topic);
        var spans = rows.All(row => new LedgerSpan(row.Text(0), row.Int32(1), new(row.Int64(2), row.Int64(3), (PacketOutcome)row.Int32(4))));
        foreach (var own in spans.GroupBy(span => (span.Topic, span.Partition)))
        {
            var ranges = own.Select(span => span.Range).ToList();
            partitions[own.Key] = (partitions.GetValueOrDefault(own.Key) ?? new(own.Key.Topic, own.Key.Partition, ranges)) with { Ranges = ranges };
        }

        return [.. partitions.Values.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)];
    }

    /// <summary>The partitions that are known, without ranges.</summary>
    static List<LedgerPartition> ReadPartitions(SqliteDatabase database, string? topic)
    {
        // A store of the version before that cannot be written has no such table.
        if (database.ReadInt64("SELECT COUNT(*) FROM sqlite_master WHERE name = 'ledger_partitions'") == 0)
            return [];
        var rows = topic is null ? database.Prepare(SelectPartitions) : database.Prepare(SelectPartitions + OfTopic).Bind(1, topic);
        return rows.All(row => new LedgerPartition(
            row.Text(0), row.Int32(1), [], row.IsNull(2) ? null : row.Text(2),
            row.IsNull(3) ? null : new PacketMark(row.Int64(3), row.Int64(4), (ulong)row.Int64(5))));
    }

    /// <summary>Leaves an offset as if its packet had never been read.</summary>
    public static void Forget(SqliteDatabase database, in PacketOrigin origin)
    {
        var run = new LedgerSpan(origin.Topic, origin.Partition, new(origin.Offset, origin.Offset, PacketOutcome.Stored));
        List<LedgerRange> kept = [];
        var stored = ReadTouching(database, run);
        LedgerMerge.Remove(stored, origin.Offset, kept);
        Replace(database, run, stored, kept);
    }

    static List<LedgerRange> ReadTouching(SqliteDatabase database, in LedgerSpan run)
        => database.Prepare(Touching).Bind(1, run.Topic).Bind(2, run.Partition).Bind(3, run.Range.First).Bind(4, run.Range.Last)
            .All(row => new LedgerRange(row.Int64(0), row.Int64(1), (PacketOutcome)row.Int32(2)));

    /// <summary>Writes the difference; both lists ascend by first offset.</summary>
    static void Replace(SqliteDatabase database, in LedgerSpan run, List<LedgerRange> stored, List<LedgerRange> merged)
    {
        var next = 0;
        foreach (var range in stored)
        {
            while (next < merged.Count && merged[next].First < range.First)
                PutRange(database, run, merged[next++]);
            if (next < merged.Count && merged[next].First == range.First)
            {
                if (merged[next] != range)
                    PutRange(database, run, merged[next]);
                next++;
            }
            else
            {
                database.Prepare(Delete).Bind(1, run.Topic).Bind(2, run.Partition).Bind(3, range.First).Run();
            }
        }

        while (next < merged.Count)
            PutRange(database, run, merged[next++]);
    }

    static void PutRange(SqliteDatabase database, in LedgerSpan run, in LedgerRange range)
        => database.Prepare(Put)
            .Bind(1, run.Topic).Bind(2, run.Partition).Bind(3, range.First).Bind(4, range.Last).Bind(5, (long)range.Outcome).Run();
}
