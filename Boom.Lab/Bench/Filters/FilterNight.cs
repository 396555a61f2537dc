using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Storage.Sqlite;

namespace Boom.Lab.Bench.Filters;

/// <summary>A simulated night as the filter workers find it: taken by an alert worker and an enricher, with the score of <c>boom_rb</c>, into a store.</summary>
internal sealed class FilterNight : IDisposable
{
    readonly SqliteStore _store;
    readonly ISurvey _survey;

    FilterNight(SqliteStore store, ISurvey survey, IReadOnlyList<long> candids) => (_store, _survey, Candids) = (store, survey, candids);

    /// <summary>All alerts, ascending.</summary>
    public IReadOnlyList<long> Candids { get; }

    /// <summary>Whose night.</summary>
    public ISurvey Survey => _survey;

    /// <summary>Makes a night.</summary>
    /// <param name="folder">Existing folder for packets and store.</param>
    public static async Task<FilterNight> CreateAsync(string folder, SimulationOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Models:Networks"] = "boom_rb", ["Models:Folder"] = Path.Combine(folder, "models"), ["Enricher:SweepInterval"] = "01:00:00",
        };
        using (var pool = PacketPool.Create(Path.Combine(folder, "packets"), options, cancellationToken))
        {
            await using var stages = await StageBench.StartAsync(folder, options, time, settings);
            await stages.StoreAsync(pool, cancellationToken);
            await stages.EnrichAsync(pool.Length, cancellationToken);
        }

        var survey = SurveyCatalog.Default[options.Survey];
        var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "boom.db") });
        try
        {
            return new FilterNight(store, survey, await store.ListCandidsAsync(survey.Key, AlertSpan.All, long.MinValue, int.MaxValue, cancellationToken));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Some alerts with all that is stored around them, in the order given; those that are not enriched are left out.</summary>
    /// <param name="candids">The alerts.</param>
    /// <param name="points">Detections that objects are given in the band of the alert; null for those that they have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<List<AlertDocuments>> ReadAsync(IReadOnlyList<long> candids, int? points, CancellationToken cancellationToken)
    {
        var found = await _store.ReadAlertsAsync(_survey.Key, [.. candids], cancellationToken);
        var alerts = candids.Where(found.ContainsKey).Select(candid => AlertToEnrich.Read(candid, found[candid])).ToList();
        var objects = await _store.ReadObjectsAsync(_survey.Key, alerts.Select(alert => alert.ObjectId).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var documents = new List<AlertDocuments>(alerts.Count);
        foreach (var alert in alerts)
        {
            var document = objects[alert.ObjectId];
            if (points is { } many)
                document = LongLightCurves.Extend(alert.Document.Span, document, many) ?? throw new InvalidDataException($"The alert {alert.Candid} has no detection in its own band.");
            var read = AlertDocuments.Of(_survey, alert, document, default);
            if (read.HasProperties)
                documents.Add(read);
        }

        return documents;
    }

    public void Dispose() => _store.Dispose();
}
