using Boom.Core.Store;

namespace Boom.Storage.Objects;

/// <summary>The nearest so far, in a heap whose root is the farthest of them: memory is bounded by the limit.</summary>
sealed class NearestObjects(int limit)
{
    /// <summary>By distance, and by name where that is equal, so that an answer does not depend on the order in which a store finds them.</summary>
    static readonly Comparer<ObjectHit> FarthestFirst = Comparer<ObjectHit>.Create((left, right) =>
    {
        var result = right.DistanceArcsec.CompareTo(left.DistanceArcsec);
        return result == 0 ? string.CompareOrdinal(right.ObjectId, left.ObjectId) : result;
    });

    readonly PriorityQueue<ObjectHit, ObjectHit> _hits = new(FarthestFirst);

    public void Add(ObjectHit hit)
    {
        if (_hits.Count < limit)
            _hits.Enqueue(hit, hit);
        else
            _hits.EnqueueDequeue(hit, hit);
    }

    /// <summary>Takes them out, the nearest first.</summary>
    public ObjectHit[] TakeAll()
    {
        var hits = new ObjectHit[_hits.Count];
        for (var i = hits.Length - 1; i >= 0; i--)
            hits[i] = _hits.Dequeue();
        return hits;
    }
}
