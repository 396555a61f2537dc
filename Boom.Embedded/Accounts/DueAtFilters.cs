using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Embedded.Accounts;

/// <summary>Alerts that are handed on and wait for the filters.</summary>
/// <param name="Survey">Their survey.</param>
/// <param name="Count">How many are due.</param>
/// <param name="Queued">How many messages the filter queue has, waiting and leased; null where it was not looked at.</param>
public sealed record DueAtFilters(Survey Survey, long Count, long? Queued)
{
    const int PageSize = 10_000;

    /// <summary>What waits, of each survey where something does.</summary>
    /// <param name="servers">Name queue server and store, or neither.</param>
    /// <param name="due">Alerts that are due.</param>
    /// <param name="time">Clock of the queues.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<DueAtFilters>> FindAsync(ServerSettings servers, IDueAlerts due, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = new List<DueAtFilters>();
        foreach (var survey in SurveyCatalog.Default.Supported)
        {
            if (await CountAsync(due, survey, cancellationToken) is > 0 and var count)
                found.Add(new DueAtFilters(survey, count, null));
        }

        return found.Count > 0 && ServerQueues.AreNamed(servers) ? await WithQueuesAsync(found, servers, time, cancellationToken) : found;
    }

    /// <summary>A sentence for people.</summary>
    public override string ToString()
    {
        var queued = Queued is { } messages ? $" The filter queue has {TotalAccount.Count(messages)}." : "";
        return $"{Survey.ToUpperName()}: {TotalAccount.Count(Count)} {(Count == 1 ? "alert waits" : "alerts wait")} for the filters: filter workers take them.{queued}";
    }

    static async Task<long> CountAsync(IDueAlerts due, Survey survey, CancellationToken cancellationToken)
    {
        var (count, after) = (0L, long.MinValue);
        while (await due.ListDueAsync(survey, after, PageSize, cancellationToken) is { Count: > 0 } page)
            (count, after) = (count + page.Count, page[^1]);
        return count;
    }

    // A queue server that is away is told of by who asks for the enrichers.
    static async Task<IReadOnlyList<DueAtFilters>> WithQueuesAsync(
        List<DueAtFilters> found, ServerSettings servers, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using var queues = await ServerQueues.ConnectAsync(servers, time);
            var asked = new List<DueAtFilters>();
            foreach (var due in found)
                asked.Add(due with { Queued = await CountAsync(queues.Filter(due.Survey), cancellationToken) });
            return asked;
        }
        catch (Exception fault) when (fault is StackException or TransientFaultException or PermanentFaultException)
        {
            return found;
        }
    }

    static async Task<long> CountAsync(ILeasedQueue queue, CancellationToken cancellationToken)
    {
        var status = await queue.GetStatusAsync(cancellationToken);
        return status.Ready + status.Leased;
    }
}
