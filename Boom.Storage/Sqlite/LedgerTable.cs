using Boom.Core.Pipeline;
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
    const string ReadTopic = "SELECT topic, partition, first, last, outcome FROM ledger WHERE topic = ? ORDER BY topic, partition, first";

    public static void Record(SqliteDatabase database, IReadOnlyList<LedgerEntry> entries)
    {
        if (entries.Count == 0)
            return;
        List<LedgerRange> stored = [], merged = [], settled = [];
        foreach (var run in LedgerMerge.Runs(entries))
        {
            ReadTouching(database, run, stored);
            LedgerMerge.Apply(stored, run.Range, merged, settled);
            Replace(database, run, stored, merged);
            foreach (var range in settled)
                DeadLetterTable.RemoveOfPackets(database, run.Topic, run.Partition, range.First, range.Last);
        }
    }

    public static IReadOnlyList<LedgerPartition> Read(SqliteDatabase database, string? topic)
    {
        var partitions = new List<LedgerPartition>();
        var ranges = new List<LedgerRange>();
        var rows = topic is null ? database.Prepare(ReadAll) : database.Prepare(ReadTopic).Bind(1, topic);
        while (rows.Step())
        {
            var name = rows.Text(0);
            var partition = rows.Int32(1);
            if (partitions.Count == 0 || partitions[^1].Partition != partition || partitions[^1].Topic != name)
                partitions.Add(new(name, partition, ranges = []));
            ranges.Add(new(rows.Int64(2), rows.Int64(3), (PacketOutcome)rows.Int32(4)));
        }

        return partitions;
    }

    /// <summary>Leaves an offset as if its packet had never been read.</summary>
    public static void Forget(SqliteDatabase database, in PacketOrigin origin)
    {
        var run = new LedgerRun(origin.Topic, origin.Partition, new(origin.Offset, origin.Offset, PacketOutcome.Stored));
        List<LedgerRange> stored = [], kept = [];
        ReadTouching(database, run, stored);
        LedgerMerge.Remove(stored, origin.Offset, kept);
        Replace(database, run, stored, kept);
    }

    static void ReadTouching(SqliteDatabase database, in LedgerRun run, List<LedgerRange> ranges)
    {
        ranges.Clear();
        var rows = database.Prepare(Touching).Bind(1, run.Topic).Bind(2, run.Partition).Bind(3, run.Range.First).Bind(4, run.Range.Last);
        while (rows.Step())
            ranges.Add(new(rows.Int64(0), rows.Int64(1), (PacketOutcome)rows.Int32(2)));
    }

    /// <summary>Writes the difference; both lists ascend by first offset.</summary>
    static void Replace(SqliteDatabase database, in LedgerRun run, List<LedgerRange> stored, List<LedgerRange> merged)
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

    static void PutRange(SqliteDatabase database, in LedgerRun run, in LedgerRange range)
        => database.Prepare(Put)
            .Bind(1, run.Topic).Bind(2, run.Partition).Bind(3, range.First).Bind(4, range.Last).Bind(5, (long)range.Outcome).Run();
}
