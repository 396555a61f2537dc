using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Objects;

namespace Boom.Storage.Sqlite;

/// <content>Objects by position: ranges of HEALPix cells from the index, then the exact distance.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ObjectHit>> ConeSearchAsync(
        Survey survey, SkyPosition centre, double radiusArcsec, int limit, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<ObjectHit>>(
            database => HasObjects(database, survey) && limit > 0 ? SearchCone(database, survey, centre, radiusArcsec, limit) : [],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string?>> FindNearestObjectsAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken)
        => new(Read<IReadOnlyList<string?>>(
            database =>
            {
                var nearest = new string?[positions.Count];
                if (!HasObjects(database, survey))
                    return nearest;
                var ranges = new HealpixRange[HealpixCone.MaxRanges];
                var find = database.Prepare(SurveySql.Of(survey).FindObjects);
                for (var i = 0; i < nearest.Length; i++)
                    nearest[i] = FindNearest(find, positions[i], radiusArcsec, ranges);
                return nearest;
            },
            cancellationToken));

    static string? FindNearest(SqliteStatement find, SkyPosition centre, double radiusArcsec, HealpixRange[] ranges)
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
                if (nearest is not null && distance == radiusArcsec && string.CompareOrdinal(objectId, nearest) > 0)
                    continue;
                nearest = objectId;
                radiusArcsec = distance;
            }
        }

        return nearest;
    }

    static ObjectHit[] SearchCone(SqliteDatabase database, Survey survey, SkyPosition centre, double radiusArcsec, int limit)
    {
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        var count = HealpixCone.Cover(centre, radiusArcsec, ranges);
        var find = database.Prepare(SurveySql.Of(survey).FindObjects);
        var nearest = new NearestObjects(limit);
        foreach (var range in ranges.AsSpan(0, count))
        {
            find.Bind(1, range.First).Bind(2, range.Last);
            while (find.Step())
            {
                var position = new SkyPosition(find.Double(1), find.Double(2));
                var distance = SkyGeometry.SeparationArcsec(centre, position);
                if (distance <= radiusArcsec)
                    nearest.Add(new(survey, find.Text(0), position, distance));
            }
        }

        return nearest.TakeAll();
    }
}
