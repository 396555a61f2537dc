using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Objects;

namespace Boom.Storage.Mongo;

/// <content>Objects by position.</content>
public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ObjectHit>> ConeSearchAsync(
        Survey survey, SkyPosition centre, double radiusArcsec, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0)
            return [];
        var ranges = new HealpixRange[HealpixCone.MaxRanges];
        var count = HealpixCone.Cover(centre, radiusArcsec, ranges);
        var nearest = new NearestObjects(limit);
        await _sky.FindObjectsAsync(
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
        => positions.Count == 0
            ? []
            : Array.ConvertAll(await _sky.FindNearestAsync(survey, positions, radiusArcsec, cancellationToken), nearest => nearest.ObjectId);
}
