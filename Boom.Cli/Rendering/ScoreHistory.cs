using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>The scores of an object's alerts: by network the latest, and the best with its time.</summary>
internal sealed class ScoreHistory
{
    const int PageSize = 200;

    readonly SortedDictionary<string, Scores> _networks = new(StringComparer.Ordinal);

    /// <summary>Reads the alerts of an object.</summary>
    /// <param name="store">The store.</param>
    /// <param name="survey">The survey.</param>
    /// <param name="alerts">Its alerts, newest first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async ValueTask<ScoreHistory> ReadAsync(
        IAlertStore store, Survey survey, IReadOnlyList<AlertSummary> alerts, CancellationToken cancellationToken)
    {
        var history = new ScoreHistory();
        foreach (var page in alerts.Where(alert => alert.Enriched).Chunk(PageSize))
        {
            var documents = await store.ReadAlertsAsync(survey, [.. page.Select(alert => alert.Candid)], cancellationToken);
            foreach (var alert in page)
            {
                if (documents.TryGetValue(alert.Candid, out var document))
                    history.Add(alert, new AlertView(BsonView.Read(document)));
            }
        }

        return history;
    }

    /// <summary>A table; nothing when no network has scored.</summary>
    public void Write(CliConsole console)
    {
        if (_networks.Count == 0)
            return;
        console.WriteLine();
        var table = new TextTable("network", "latest>", "best>", "best at (UTC)", "alerts scored>");
        foreach (var (network, scores) in _networks)
        {
            table.Add(
                network, NumberText.Fixed(scores.Latest, 4), NumberText.Fixed(scores.Best, 4), CalendarText.Minute(scores.BestAlert.Jd),
                DocumentText.Whole(scores.Count));
        }

        table.WriteTo(console.Out, "  ");
    }

    /// <summary>The same for programs; null when no network has scored.</summary>
    public IReadOnlyDictionary<string, ScoresJson>? ToJson() => _networks.Count == 0
        ? null
        : _networks.ToDictionary(
            network => network.Key,
            network => new ScoresJson(network.Value.Latest, network.Value.Best, network.Value.BestAlert.Candid, network.Value.BestAlert.Jd, network.Value.Count));

    void Add(AlertSummary alert, AlertView view)
    {
        foreach (var score in view.Scores.Where(score => double.IsFinite(score.Score)))
        {
            // Newest first.
            if (!_networks.TryGetValue(score.Network, out var scores))
                _networks[score.Network] = scores = new Scores(score.Score, score.Score, alert);
            scores.Count++;
            if (score.Score > scores.Best)
                (scores.Best, scores.BestAlert) = (score.Score, alert);
        }
    }

    sealed class Scores(double latest, double best, AlertSummary bestAlert)
    {
        public double Latest => latest;

        public double Best { get; set; } = best;

        public AlertSummary BestAlert { get; set; } = bestAlert;

        public int Count { get; set; }
    }
}
