using System.Text;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Documents;

/// <summary>The fields of an object in which catalogues are: <c>cross_matches</c>, and <c>boom.catalogs</c> with the version of each.</summary>
static class MatchFields
{
    static readonly byte[] CrossMatches = "cross_matches"u8.ToArray();
    static readonly byte[] Stamps = "boom"u8.ToArray();
    static readonly byte[] Catalogs = "catalogs"u8.ToArray();

    /// <summary>The versions by catalogue; empty when there is none.</summary>
    public static ReadOnlySpan<byte> VersionsOf(ReadOnlySpan<byte> document) => BsonFields.Inner(BsonFields.Inner(document, Stamps), Catalogs);

    /// <summary>Whether the object is as each of the matches says that it was read.</summary>
    public static bool IsAsRead(ReadOnlySpan<byte> document, ObjectMatches matches)
    {
        var versions = VersionsOf(document);
        foreach (var match in matches.Matches)
        {
            var known = versions.IsEmpty ? null : BsonFields.Text(versions, Encoding.UTF8.GetBytes(match.Catalog));
            if (known != match.FollowsVersion)
                return false;
        }

        return true;
    }

    /// <summary>The document with the matches set.</summary>
    public static ReadOnlyMemory<byte> Set(ReadOnlySpan<byte> document, ObjectMatches matches, BsonWriter writer)
    {
        writer.BeginRoot();
        var rows = writer.BeginDocument(CrossMatches);
        WriteOthers(writer, BsonFields.Inner(document, CrossMatches), matches);
        foreach (var match in matches.Matches)
            writer.Raw(BsonType.Array, Encoding.UTF8.GetBytes(match.Catalog), match.Rows.Span);
        writer.End(rows);
        var stamps = writer.BeginDocument(Stamps);
        WriteStamps(writer, BsonFields.Inner(document, Stamps));
        var versions = writer.BeginDocument(Catalogs);
        WriteOthers(writer, VersionsOf(document), matches);
        foreach (var match in matches.Matches)
            writer.String(Encoding.UTF8.GetBytes(match.Catalog), match.Version);
        writer.End(versions);
        writer.End(stamps);
        return BsonFields.Set(document, writer.EndRoot().Span, writer);
    }

    static void WriteStamps(BsonWriter writer, ReadOnlySpan<byte> stored)
    {
        if (stored.IsEmpty)
            return;
        var field = new BsonReader(stored);
        while (field.Read())
        {
            if (!field.Name.SequenceEqual(Catalogs))
                writer.RawElements(field.Element);
        }
    }

    static void WriteOthers(BsonWriter writer, ReadOnlySpan<byte> stored, ObjectMatches matches)
    {
        if (stored.IsEmpty)
            return;
        var field = new BsonReader(stored);
        while (field.Read())
        {
            if (!IsOf(matches, field.Name))
                writer.RawElements(field.Element);
        }
    }

    static bool IsOf(ObjectMatches matches, ReadOnlySpan<byte> name)
    {
        foreach (var match in matches.Matches)
        {
            if (Encoding.UTF8.GetBytes(match.Catalog).AsSpan().SequenceEqual(name))
                return true;
        }

        return false;
    }
}
