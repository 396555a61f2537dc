using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Surveys;
using Boom.Storage.Objects;

namespace Boom.Storage.Sqlite;

/// <summary>
/// Tells the objects of a batch and their partners of each other, in the transaction that writes them: transactions that write come one after the other,
/// so of two objects the later one finds the earlier.
/// </summary>
/// <param name="hasObjects">Whether a survey has objects, as the transaction sees it.</param>
sealed class SqliteAliases(Func<SqliteDatabase, Survey, bool> hasObjects)
{
    readonly HealpixRange[] _ranges = new HealpixRange[HealpixCone.MaxRanges];
    readonly List<AliasEntry> _found = [];
    readonly List<AliasRule> _rules = [];

    /// <summary>Begins a batch.</summary>
    public void Begin(SqliteDatabase database, IReadOnlyList<AliasRule> rules)
    {
        _found.Clear();
        _rules.Clear();
        foreach (var rule in rules)
        {
            if (hasObjects(database, rule.Partner))
                _rules.Add(rule);
        }
    }

    /// <summary>Looks for the partners of an object.</summary>
    /// <param name="database">The writing connection.</param>
    /// <param name="objectId">The object.</param>
    /// <param name="position">As it is stored.</param>
    /// <param name="document">As it is stored.</param>
    public void Look(SqliteDatabase database, string objectId, SkyPosition position, ReadOnlySpan<byte> document)
    {
        if (_rules.Count == 0 || !position.IsValid || !ObjectMatcher.IsMatched(objectId))
            return;
        foreach (var rule in _rules)
        {
            if (!rule.Covers(position.DecDegrees))
                continue;
            var (name, arcsec) = FindNearest(database.Prepare(SurveySql.Of(rule.Partner).FindObjects), position, rule.RadiusArcsec, _ranges);
            if (name is not null && !AliasLists.Has(document, rule.Partner, name))
                _found.Add(new(objectId, rule.Partner, name, arcsec));
        }
    }

    /// <summary>Writes what has been found, on both sides.</summary>
    public void Write(SqliteDatabase database, Survey survey, BsonWriter writer)
    {
        foreach (var own in _found)
        {
            Add(database, own.Partner, new(own.Name, survey, own.ObjectId, own.Arcsec), writer);
            Add(database, survey, own, writer);
        }
    }

    /// <summary>The nearest object within the radius that does not move, and its distance.</summary>
    public static (string? ObjectId, double Arcsec) FindNearest(SqliteStatement find, SkyPosition centre, double radiusArcsec, HealpixRange[] ranges)
    {
        string? nearest = null;
        var count = HealpixCone.Cover(centre, radiusArcsec, ranges);
        foreach (var range in ranges.AsSpan(0, count))
        {
            find.Bind(1, range.First).Bind(2, range.Last);
            while (find.Step())
            {
                var distance = SkyGeometry.SeparationArcsec(centre, new(find.Double(1), find.Double(2)));
                if (distance > radiusArcsec)
                    continue;
                var objectId = find.Text(0);
                if (!ObjectMatcher.IsMatched(objectId))
                    continue;
                if (nearest is not null && distance == radiusArcsec && string.CompareOrdinal(objectId, nearest) > 0)
                    continue;
                nearest = objectId;
                radiusArcsec = distance;
            }
        }

        return (nearest, radiusArcsec);
    }

    static void Add(SqliteDatabase database, Survey survey, in AliasEntry entry, BsonWriter writer)
    {
        var sql = SurveySql.Of(survey);
        var read = database.Prepare(sql.ReadObject).Bind(1, entry.ObjectId);
        if (!read.Step())
            return;
        var rowId = read.Int64(1);
        var document = AliasLists.TryAdd(read.Blob(0), [entry]) is { } lists ? lists.Set(read.Blob(0), writer) : default;
        read.Reset();
        if (!document.IsEmpty)
            database.Prepare(sql.UpdateObject).Bind(1, rowId).Bind(2, document.Span).Run();
        writer.Reset();
    }
}
