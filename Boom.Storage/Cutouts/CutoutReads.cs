using Boom.Core.Store;

namespace Boom.Storage.Cutouts;

/// <summary>Reads of many cutouts where each is a call of its own.</summary>
static class CutoutReads
{
    /// <summary>The documents that are there, by candid; null for one that is damaged.</summary>
    /// <param name="candids">Which.</param>
    /// <param name="atOnce">How many are under way together.</param>
    /// <param name="read">Reads one and adds it, when it is there.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CutoutBatch> ManyAsync(
        IReadOnlyCollection<long> candids, int atOnce, Func<CutoutBatch, long, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var cutouts = new CutoutBatch();
        try
        {
            await Parallel.ForEachAsync(
                candids,
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (candid, token) => await read(cutouts, candid, token));
            return cutouts;
        }
        catch
        {
            cutouts.Dispose();
            throw;
        }
    }
}
