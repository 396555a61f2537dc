using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Surveys;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <summary>Objects by position: ranges of HEALPix cells from the index, then the exact distance.</summary>
sealed class MongoSky(MongoServer server)
{
    /// <summary>Ranges of one query.</summary>
    const int RangesPerQuery = 512;

    const int PositionsPerReply = 5000;

    static readonly BsonDocument IdOnly = new("_id", 1);

    readonly bool[] _hasObjects = new bool[Enum.GetValues<Survey>().Length];

    /// <summary>
    /// Whether a survey has objects. That it has some is remembered; that it has none is asked each time, by the smallest of finds.
    /// </summary>
    public async Task<bool> HasObjectsAsync(Survey survey, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _hasObjects[(int)survey]))
            return true;
        var options = MongoServer.Options(IdOnly, 1, limit: 1);
        if ((await server.FindAsync(server.Objects(survey), MongoFilters.Everything, options, cancellationToken)).Count == 0)
            return false;
        Volatile.Write(ref _hasObjects[(int)survey], true);
        return true;
    }

    /// <summary>For each position the nearest object within the radius that does not move, and its distance; null where there is none.</summary>
    public async Task<(string? ObjectId, double Arcsec)[]> FindNearestAsync(
        Survey survey, IReadOnlyList<SkyPosition> positions, double radiusArcsec, CancellationToken cancellationToken)
    {
        var nearest = new (string? ObjectId, double Arcsec)[positions.Count];
        Array.Fill(nearest, (null, radiusArcsec));
        await FindObjectsAsync(survey, Cover(positions, radiusArcsec), Compare, cancellationToken);
        return nearest;

        void Compare(string objectId, SkyPosition found)
        {
            if (!ObjectMatcher.IsMatched(objectId))
                return;
            for (var i = 0; i < nearest.Length; i++)
            {
                // Most pairs are far apart in declination already.
                if (Math.Abs(positions[i].DecDegrees - found.DecDegrees) * 3600 > radiusArcsec + 1e-6)
                    continue;
                var distance = SkyGeometry.SeparationArcsec(positions[i], found);
                var (known, least) = nearest[i];
                if (distance > least || (distance == least && known is not null && string.CompareOrdinal(objectId, known) > 0))
                    continue;
                nearest[i] = (objectId, distance);
            }
        }
    }

    /// <summary>Looks at the objects in ranges of cells.</summary>
    public async Task FindObjectsAsync(Survey survey, ReadOnlyMemory<HealpixRange> ranges, Action<string, SkyPosition> found, CancellationToken cancellationToken)
    {
        for (var start = 0; start < ranges.Length; start += RangesPerQuery)
        {
            var filter = MongoFilters.Cells(ranges.Span.Slice(start, Math.Min(RangesPerQuery, ranges.Length - start)));
            var options = MongoServer.Options(AlertFields.Position, PositionsPerReply);
            await server.ForEachAsync(
                server.Objects(survey),
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
}
