using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Mongo;

/// <summary>The ledger's document of one partition: topic, partition, version, what identifies it, and the ranges of offsets with one outcome.</summary>
static class LedgerDocument
{
    /// <summary>Key of a partition's document; a topic's name has no slash.</summary>
    public static string IdOf(string topic, int partition) => FormattableString.Invariant($"{topic}/{partition}");

    /// <summary>Reads a document.</summary>
    public static LedgerVersion Read(ReadOnlySpan<byte> document)
    {
        var (topic, partition, version) = ("", 0, 0);
        string? topicId = null;
        PacketMark? last = null;
        var (archived, archiveVersion) = (0L, 0);
        var ranges = new List<LedgerRange>();
        var field = new BsonReader(document);
        while (field.Read())
        {
            if (field.Name.SequenceEqual("topic"u8))
                topic = field.AsString();
            else if (field.Name.SequenceEqual("partition"u8))
                partition = (int)field.AsInt64();
            else if (field.Name.SequenceEqual("version"u8))
                version = (int)field.AsInt64();
            else if (field.Name.SequenceEqual("ranges"u8))
                ReadRanges(field.Value, ranges);
            else if (field.Name.SequenceEqual("topic_id"u8))
                topicId = field.AsString();
            else if (field.Name.SequenceEqual("last_packet"u8))
                last = ReadMark(field.Value);
            else if (field.Name.SequenceEqual("archived"u8))
                archived = field.AsInt64();
            else if (field.Name.SequenceEqual("archive_version"u8))
                archiveVersion = (int)field.AsInt64();
        }

        return new(new(topic, partition, ranges, topicId, last), version, archived, archiveVersion);
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

    static PacketMark ReadMark(ReadOnlySpan<byte> document)
    {
        var (offset, timestampMs, fingerprint) = (0L, 0L, 0L);
        var field = new BsonReader(document);
        while (field.Read())
        {
            if (field.Name.SequenceEqual("offset"u8))
                offset = field.AsInt64();
            else if (field.Name.SequenceEqual("timestamp_ms"u8))
                timestampMs = field.AsInt64();
            else if (field.Name.SequenceEqual("fingerprint"u8))
                fingerprint = field.AsInt64();
        }

        return new(offset, timestampMs, (ulong)fingerprint);
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
    /// <summary>Topic and partition.</summary>
    public (string Topic, int Partition) Key => (Partition.Topic, Partition.Partition);
}
