using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Inference;
using MongoDB.Bson;

namespace Boom.Cli.Rendering;

/// <summary>
/// Alerts by what networks say of them: those that look for transients first, those that tell real from bogus where there is no other. Stars, asteroids,
/// the surroundings of bright stars, and what a network takes for bogus, are left out.
/// </summary>
/// <param name="manifests">Say what the networks look for.</param>
internal sealed class LikelyTransients(IReadOnlyDictionary<string, ModelManifest> manifests)
{
    /// <summary>Alerts of a survey that are looked at, the brightest ones.</summary>
    public const int MostAlerts = 2000;

    const int PageSize = 200;
    const double LeastReal = 0.5;

    static readonly string[] OtherThings = ["rock", "star", "near_brightstar"];

    readonly List<(LikelyTransient Transient, bool IsOfTransients)> _found = [];

    /// <summary>Looks at alerts.</summary>
    public async ValueTask AddAsync(IAlertStore store, Survey survey, IReadOnlyList<AlertSummary> alerts)
    {
        foreach (var page in alerts.Where(alert => alert.Enriched).Take(MostAlerts).Chunk(PageSize))
        {
            var documents = await store.ReadAlertsAsync(survey, [.. page.Select(alert => alert.Candid)], CancellationToken.None);
            foreach (var alert in page)
            {
                if (documents.TryGetValue(alert.Candid, out var document))
                    Add(alert, BsonView.Read(document));
            }
        }
    }

    /// <summary>The most likely ones, the likeliest first.</summary>
    public IReadOnlyList<LikelyTransient> Best(int count) =>
    [
        .. _found.OrderByDescending(found => found.IsOfTransients).ThenByDescending(found => Math.Round(found.Transient.Score, 3))
            .ThenBy(found => found.Transient.Alert.Magpsf).Take(count).Select(found => found.Transient),
    ];

    void Add(AlertSummary alert, BsonDocument document)
    {
        if (OtherThings.Any(flag => document.Child("properties")?.GetValue(flag, null) == BsonBoolean.True))
            return;
        var scores = (document.Child("classifications") ?? []).Where(score => score.Value.IsNumeric && manifests.ContainsKey(score.Name))
            .Select(score => (Network: score.Name, Score: score.Value.ToDouble(), manifests[score.Name].Finds)).OrderByDescending(score => score.Score).ToList();
        if (scores.Any(score => score is { Finds: NetworkFinds.Real, Score: < LeastReal }))
            return;
        foreach (var finds in (NetworkFinds[])[NetworkFinds.Transient, NetworkFinds.Real])
        {
            if (scores.FirstOrDefault(score => score.Finds == finds) is not { Network: { } network } best)
                continue;
            _found.Add((new LikelyTransient(alert, network, best.Score), finds == NetworkFinds.Transient));
            return;
        }
    }
}

/// <summary>An alert that may be of a transient.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Network">The network that thinks so.</param>
/// <param name="Score">Its score.</param>
internal sealed record LikelyTransient(AlertSummary Alert, string Network, double Score);

/// <summary>What a run tells of the objects that are new in it.</summary>
/// <param name="Brightest">The brightest alerts.</param>
/// <param name="Likely">The alerts that are most likely of transients; none when no network has scored.</param>
/// <param name="Surroundings">By objectId, what catalogues have there, in a few words.</param>
internal sealed record RunFinds(IReadOnlyList<AlertSummary> Brightest, IReadOnlyList<LikelyTransient> Likely, IReadOnlyDictionary<string, string> Surroundings)
{
    /// <summary>What catalogues have at an object.</summary>
    public string SurroundingsOf(string objectId) => Surroundings.GetValueOrDefault(objectId, "");
}
