using System.Collections.Concurrent;
using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Inference;

namespace Boom.Enricher.Asked;

/// <summary>
/// Decides for one alert after the other which of the networks with the policy <c>asked</c> run: those whose scores could still make an active filter let the
/// alert pass, or would be told in the message of one that does. It asks before each of them, with the scores that are known by then.
/// </summary>
sealed class AskedNetworks
{
    readonly IReadOnlyList<ScheduledNetwork> _networks;
    readonly ScoreDemand? _demand;
    readonly ConcurrentDictionary<ulong, UnknownPaths> _unknown = [];

    /// <param name="networks">In the order in which they run.</param>
    /// <param name="demand">The filters; null where there are none to ask, and networks with the policy run on all alerts.</param>
    public AskedNetworks(IReadOnlyList<ScheduledNetwork> networks, ScoreDemand? demand)
    {
        (_networks, _demand) = (networks, demand);
        for (var i = 0; demand is not null && i < networks.Count; i++)
            Mask |= networks[i].Policy.IsAsked && !networks.Any(other => !other.Policy.IsAsked && other.Reads(networks[i].Key)) ? 1UL << i : 0;
    }

    /// <summary>Networks that are asked about, a bit for each; one whose score is an input or a condition of another network is not among them.</summary>
    public ulong Mask { get; }

    /// <summary>The filters at present; null when there is nothing to ask, or nobody knows them: everything is asked for then.</summary>
    public ValueTask<DemandFilters?> GetFiltersAsync(CancellationToken cancellationToken) =>
        Mask == 0 ? new((DemandFilters?)null) : _demand!.GetAsync(cancellationToken);

    /// <summary>The first answer about an alert, with no network run.</summary>
    /// <param name="filters">The filters.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="wanted">Its networks.</param>
    public AskedAnswer Ask(DemandFilters? filters, in AlertQuestion alert, WantedNetworks wanted)
    {
        if (filters is null || (wanted.Wanted & Mask) == 0 || AskedScores.IsSentBack(alert.Alert.Document.Span))
            return AskedAnswer.Everything;
        return Ask(filters, alert, wanted, [], 0);
    }

    /// <summary>Whether a network's score is asked for, by what those before it have found out.</summary>
    /// <param name="answer">What is known of the alert; it is brought up to date.</param>
    /// <param name="filters">The filters, as before.</param>
    /// <param name="alert">The alert, as before.</param>
    /// <param name="wanted">Its networks.</param>
    /// <param name="outcomes">Of the networks before this one.</param>
    public bool IsAsked(ref AskedAnswer answer, DemandFilters? filters, in AlertQuestion alert, WantedNetworks wanted, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        if (answer.IsSettled || filters is null)
            return answer.IsAsked;
        if ((Unknown(wanted, outcomes.Length) ^ Unknown(wanted, answer.Known)) != 0)
            answer = Ask(filters, alert, wanted, outcomes, answer.Filter);
        return answer.IsAsked;
    }

    AskedAnswer Ask(DemandFilters filters, in AlertQuestion alert, WantedNetworks wanted, ReadOnlySpan<NetworkOutcome> outcomes, int from)
    {
        var unknown = _unknown.GetOrAdd(Unknown(wanted, outcomes.Length), static (mask, networks) => Paths(networks, mask), _networks);
        var run = _demand!.Rent();
        try
        {
            var filter = run.FindFirst(filters, alert, _networks, outcomes, unknown, from, out var isSure);
            return new AskedAnswer(filter, isSure, outcomes.Length);
        }
        finally
        {
            _demand.Return(run);
        }
    }

    // Scores of networks from one on that run, or may.
    static ulong Unknown(WantedNetworks wanted, int known) => known >= WantedNetworks.Most ? 0 : (wanted.Wanted | wanted.Later) & (ulong.MaxValue << known);

    // Earlier alerts of Solar System objects are read by filter workers alone.
    static UnknownPaths Paths(IReadOnlyList<ScheduledNetwork> networks, ulong mask) =>
        new(networks.Where((_, i) => (mask & (1UL << i)) != 0).Select(network => $"classifications.{network.Key}")) { HidesHistory = true };
}

/// <summary>Whether scores of an alert are asked for.</summary>
/// <param name="Filter">Number of a filter that could let it pass; those before it could not. -1 for none.</param>
/// <param name="IsSure">Whether that one does in any case.</param>
/// <param name="Known">Networks that had been decided on when it was asked.</param>
readonly record struct AskedAnswer(int Filter, bool IsSure, int Known)
{
    /// <summary>All scores, without a question.</summary>
    public static AskedAnswer Everything => new(0, true, 0);

    /// <summary>Whether they are asked for, as far as is known.</summary>
    public bool IsAsked => Filter >= 0;

    /// <summary>Whether no score changes the answer.</summary>
    public bool IsSettled => IsSure || Filter < 0;
}
