using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Objects;

namespace Boom.Storage.Mongo;

/// <content>Objects by position: ranges of HEALPix cells from the index, then the exact distance.</content>
public sealed partial class MongoStore
{
    /// <summary>Ranges of one query.</summary>
    const int RangesPerQuery = 512;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ObjectHit>> ConeSearchAsync(
        Survey survey, SkyPosition centre, double radiusArcsec, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        var count = HealpixCone.Cover(centre, radiusArcsec, ranges);
        var nearest = new NearestObjects(limit);
        await FindObjectsAsync(
            survey,
            ranges.AsMemory(0, count),
            (objectId, position) =>
            {
                var distance = SkyGeometry.SeparationArcsec(centre, position);
                if (distance <= radiusArcsec)
                    nearest.Add(new(survey, objectId, position, distance));
            },
            cancellationToken);
        return nearest.TakeAll();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string?>> FindNearestObjectsAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken)
    {
        var nearest = new string?[positions.Count];
        if (nearest.Length == 0)
            return nearest;
        var distances = new double[nearest.Length];
        Array.Fill(distances, radiusArcsec);
        await FindObjectsAsync(
            survey,
            Cover(positions, radiusArcsec),
            (objectId, found) =>
            {
                for (var i = 0; i < distances.Length; i++)
                {
                    // Most pairs are far apart in declination already.
                    if (Math.Abs(positions[i].DecDegrees - found.DecDegrees) * 3600 > radiusArcsec + 1e-6)
                        continue;
                    var distance = SkyGeometry.SeparationArcsec(positions[i], found);
                    if (distance > distances[i]
                        || (distance == distances[i] && nearest[i] is { } known && string.CompareOrdinal(objectId, known) > 0))
                    {
                        continue;
                    }

                    (nearest[i], distances[i]) = (objectId, distance);
                }
            },
            cancellationToken);
        return nearest;
    }

    /// <summary>The covers of all positions, ascending, overlaps joined.</summary>
    static ReadOnlyMemory<HealpixRange> Cover(IReadOnlyList<SkyPosition> positions, double radiusArcsec)
    {
        var one = new HealpixRange[HealpixCone.MaxRanges];
        var all = new List<HealpixRange>(positions.Count * 4);
        foreach (var position in positions)
        {
            var count = HealpixCone.Cover(position, radiusArcsec, one);
            all.AddRange(one.AsSpan(0, count));
        }

        all.Sort((left, right) => left.First.CompareTo(right.First));
        var joined = new HealpixRange[all.Count];
        var last = -1;
        foreach (var range in all)
        {
            if (last >= 0 && range.First <= joined[last].Last + 1)
                joined[last] = joined[last] with { Last = Math.Max(joined[last].Last, range.Last) };
            else
                joined[++last] = range;
        }

        return joined.AsMemory(0, last + 1);
    }

    async Task FindObjectsAsync(Survey survey, ReadOnlyMemory<HealpixRange> ranges, Action<string, SkyPosition> found, CancellationToken cancellationToken)
    {
        for (var start = 0; start < ranges.Length; start += RangesPerQuery)
        {
            var filter = MongoFilters.Cells(ranges.Span.Slice(start, Math.Min(RangesPerQuery, ranges.Length - start)));
            var options = MongoServer.Options(AlertFields.Position, SummariesPerReply);
            await _server.ForEachAsync(
                _server.Objects(survey),
                filter,
                options,
                document =>
                {
                    if (AlertFields.ReadPosition(document.Bytes.Span) is { } position)
                        found(AlertFields.ReadId(document.Bytes.Span), position);
                },
                cancellationToken);
        }
    }
}
