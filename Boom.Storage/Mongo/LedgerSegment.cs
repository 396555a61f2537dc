using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Storage.Documents;
using Boom.Storage.Ledger;

namespace Boom.Storage.Mongo;

/// <summary>A document of the ledger's archive: some thousand ranges of one partition.</summary>
/// <param name="First">Names the segment: its first offset when it was made. Offsets up to the next segment's belong to it.</param>
/// <param name="Version">Number of the version; 0 when there is no document.</param>
/// <param name="Ranges">Ascending and disjoint; empty when only the rest was read.</param>
sealed record LedgerSegment(string Topic, int Partition, long First, int Version, IReadOnlyList<LedgerRange> Ranges)
{
    public string Id => FormattableString.Invariant($"{Topic}/{Partition}/{First}");

    /// <summary>Reads a document, or the part of it that a listing has.</summary>
    public static LedgerSegment Read(ReadOnlySpan<byte> document)
    {
        var ranges = new BsonReader(document);
        return new(
            BsonFields.Text(document, "topic"u8) ?? "", (int)BsonFields.Int64(document, "partition"u8), BsonFields.Int64(document, "first"u8),
            (int)BsonFields.Int64(document, "version"u8), ranges.Find("ranges"u8) ? LedgerRangeCode.Decode(ranges.AsBinary()) : []);
    }

    /// <summary>The document of the version before this one and no other; as an upsert it makes the first one.</summary>
    public ReadOnlyMemory<byte> WriteFilter(BsonWriter writer) => LedgerDocument.WriteFilter(Id, Version - 1, writer);

    public ReadOnlyMemory<byte> WriteUpdate(BsonWriter writer)
    {
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        writer.String("topic"u8, Topic);
        writer.Int32("partition"u8, Partition);
        writer.Int64("first"u8, First);
        writer.Int32("version"u8, Version);
        writer.Binary("ranges"u8, LedgerRangeCode.Encode(Ranges));
        writer.End(set);
        return writer.EndRoot();
    }
}
