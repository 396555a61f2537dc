using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Storage.Documents;

namespace Boom.Storage.Mongo;

/// <summary>The ledger's document of one partition: topic, partition, version, what identifies it, and the ranges of offsets with one outcome.</summary>
static class LedgerDocument
{
    /// <summary>Key of a partition's document; a topic's name has no slash.</summary>
    public static string IdOf(string topic, int partition) => FormattableString.Invariant($"{topic}/{partition}");

    public static LedgerVersion Read(ReadOnlySpan<byte> document)
    {
        var ranges = new List<LedgerRange>();
        if (BsonFields.Inner(document, "ranges"u8, BsonType.Array) is { IsEmpty: false } array)
            ReadRanges(array, ranges);
        PacketMark? last = BsonFields.Inner(document, "last_packet"u8) is { IsEmpty: false } mark
            ? new(BsonFields.Int64(mark, "offset"u8), BsonFields.Int64(mark, "timestamp_ms"u8), (ulong)BsonFields.Int64(mark, "fingerprint"u8))
            : null;
        var partition = new LedgerPartition(
            BsonFields.Text(document, "topic"u8) ?? "", (int)BsonFields.Int64(document, "partition"u8), ranges, BsonFields.Text(document, "topic_id"u8), last);
        return new(
            partition, (int)BsonFields.Int64(document, "version"u8), BsonFields.Int64(document, "archived"u8), (int)BsonFields.Int64(document, "archive_version"u8));
    }

    /// <summary>The document of this version and no other; as an upsert it makes the first one.</summary>
    public static ReadOnlyMemory<byte> WriteFilter(string id, int version, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.String("_id"u8, id);
        writer.Int32("version"u8, version);
        return writer.EndRoot();
    }

    public static ReadOnlyMemory<byte> WriteUpdate(LedgerVersion after, BsonWriter writer)
    {
        var partition = after.Partition;
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        writer.String("topic"u8, partition.Topic);
        writer.Int32("partition"u8, partition.Partition);
        writer.Int32("version"u8, after.Version);
        if (after.ArchiveVersion > 0)
        {
            writer.Int64("archived"u8, after.Archived);
            writer.Int32("archive_version"u8, after.ArchiveVersion);
        }

        if (partition.TopicId is { } topicId)
            writer.String("topic_id"u8, topicId);
        if (partition.LastPacket is { } last)
        {
            var mark = writer.BeginDocument("last_packet"u8);
            writer.Int64("offset"u8, last.Offset);
            writer.Int64("timestamp_ms"u8, last.TimestampMs);
            writer.Int64("fingerprint"u8, (long)last.Fingerprint);
            writer.End(mark);
        }

        var ranges = writer.BeginArray("ranges"u8);
        for (var i = 0; i < partition.Ranges.Count; i++)
        {
            var range = writer.BeginDocument(BsonIndexNames.Of(i));
            writer.Int64("first"u8, partition.Ranges[i].First);
            writer.Int64("last"u8, partition.Ranges[i].Last);
            writer.String("outcome"u8, NameOf(partition.Ranges[i].Outcome));
            writer.End(range);
        }

        writer.End(ranges);
        writer.End(set);
        return writer.EndRoot();
    }

    static void ReadRanges(ReadOnlySpan<byte> array, List<LedgerRange> ranges)
    {
        var element = new BsonReader(array);
        while (element.Read())
        {
            var (first, last, outcome) = (0L, -1L, PacketOutcome.Stored);
            var field = new BsonReader(element.Value);
            while (field.Read())
            {
                if (field.Name.SequenceEqual("first"u8))
                    first = field.AsInt64();
                else if (field.Name.SequenceEqual("last"u8))
                    last = field.AsInt64();
                else if (field.Name.SequenceEqual("outcome"u8))
                    outcome = OutcomeOf(field.AsUtf8());
            }

            ranges.Add(new(first, last, outcome));
        }
    }

    static string NameOf(PacketOutcome outcome) => outcome switch
    {
        PacketOutcome.Stored => "stored",
        PacketOutcome.Duplicate => "duplicate",
        PacketOutcome.Rejected => "rejected",
        PacketOutcome.Absent => "absent",
        PacketOutcome.Expired => "expired",
        _ => "dead-lettered",
    };

    static PacketOutcome OutcomeOf(ReadOnlySpan<byte> name)
        => name.SequenceEqual("stored"u8) ? PacketOutcome.Stored
            : name.SequenceEqual("duplicate"u8) ? PacketOutcome.Duplicate
            : name.SequenceEqual("rejected"u8) ? PacketOutcome.Rejected
            : name.SequenceEqual("absent"u8) ? PacketOutcome.Absent
            : name.SequenceEqual("expired"u8) ? PacketOutcome.Expired
            : PacketOutcome.DeadLettered;
}

/// <summary>One version of the ledger's document of a partition.</summary>
/// <param name="Partition">What it says; the ranges without those in the archive.</param>
/// <param name="Version">Number of the version; 0 when there is no document.</param>
/// <param name="Archived">Outcomes of offsets below this one go to the archive.</param>
/// <param name="ArchiveVersion">Moves with every change of the archive; 0 when there is none.</param>
readonly record struct LedgerVersion(LedgerPartition Partition, int Version, long Archived = 0, int ArchiveVersion = 0)
{
    public (string Topic, int Partition) Key => (Partition.Topic, Partition.Partition);
}
