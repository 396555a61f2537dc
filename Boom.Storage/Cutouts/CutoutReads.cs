using System.Collections.Concurrent;

namespace Boom.Storage.Cutouts;

/// <summary>Reads of many cutouts where each is a call of its own.</summary>
static class CutoutReads
{
    /// <summary>The documents that are there, by candid; null for one that is damaged.</summary>
    /// <param name="candids">Which.</param>
    /// <param name="atOnce">How many are under way together.</param>
    /// <param name="read">Reads one: whether it is there, and the document, null when that is damaged.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyDictionary<long, byte[]?>> ManyAsync(
        IReadOnlyCollection<long> candids, int atOnce, Func<long, CancellationToken, Task<(bool IsThere, byte[]? Document)>> read, CancellationToken cancellationToken)
    {
        var documents = new ConcurrentDictionary<long, byte[]?>();
        await Parallel.ForEachAsync(
            candids,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (candid, token) =>
            {
                var (isThere, document) = await read(candid, token);
                if (isThere)
                    documents[candid] = document;
            });
        return documents;
    }
}
