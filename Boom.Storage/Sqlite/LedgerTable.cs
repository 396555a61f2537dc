using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Storage.Ledger;

namespace Boom.Storage.Sqlite;

/// <summary>The ledger's rows: one per range of neighbouring offsets with one outcome.</summary>
static class LedgerTable
{
    /// <summary>The last range that begins before the run, which may reach into it, and all that begin up to right behind it.</summary>
    const string Touching = """
        SELECT first, last, outcome FROM ledger WHERE topic = ?1 AND partition = ?2 AND first <= ?4 + 1 AND first >= coalesce(
            (SELECT MAX(first) FROM ledger WHERE topic = ?1 AND partition = ?2 AND first < ?3), ?3) ORDER BY first
        """;

    const string Delete = "DELETE FROM ledger WHERE topic = ? AND partition = ? AND first = ?";
    const string Put = "INSERT OR REPLACE INTO ledger(topic, partition, first, last, outcome) VALUES (?, ?, ?, ?, ?)";
    const string ReadAll = "SELECT topic, partition, first, last, outcome FROM ledger ORDER BY topic, partition, first";
    const string ReadTopic =
        "SELECT topic, partition, first, last, outcome FROM ledger WHERE topic = ?1 OR (topic > ?1 || '~' AND topic < ?1 || char(127)) ORDER BY topic, partition, first";

    public static void Record(SqliteDatabase database, IReadOnlyList<LedgerEntry> entries)
    {
        if (entries.Count == 0)
            return;
        Record(database, LedgerMerge.Runs(entries));
        LedgerPartitionTable.Put(database, LedgerMerge.LastPackets(entries));
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

    public static IReadOnlyList<LedgerPartition> Read(SqliteDatabase database, string? topic)
    {
        var partitions = LedgerPartitionTable.Read(database, topic);
        var rows = topic is null ? database.Prepare(ReadAll) : database.Prepare(ReadTopic).Bind(1, topic);
        (string Topic, int Partition)? last = null;
        List<LedgerRange> ranges = [];
        while (rows.Step())
        {
            var key = (rows.Text(0), rows.Int32(1));
            if (key != last)
            {
                ranges = [];
                partitions[key] = (partitions.GetValueOrDefault(key) ?? new(key.Item1, key.Item2, ranges)) with { Ranges = ranges };
                last = key;
            }

            ranges.Add(new(rows.Int64(2), rows.Int64(3), (PacketOutcome)rows.Int32(4)));
        }

        return [.. partitions.Values.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)];
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
