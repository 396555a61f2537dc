using Microsoft.Extensions.Logging;

namespace Boom.AlertWorker.Catalogs;

/// <summary>Looks now and then for tables that have been added, replaced or removed.</summary>
sealed class CatalogWatch(SurveyMatching matching, AlertWorkerTelemetry telemetry, TimeProvider time, ILogger logger)
{
    string _inUse = "";

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken stopping)
    {
        Look();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                Look();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    void Look()
    {
        foreach (var lack in matching.Refresh())
            AlertWorkerLog.CatalogLacking(logger, lack);
        using var matcher = matching.Take();
        telemetry.InUse(matcher);
        var inUse = string.Join(", ", matcher.Tables.Select(table => $"{table.Rule.Catalog} {table.Version}").Concat(matcher.Watchlists.Select(list => $"{list.Name} {list.Version}")));
        if (inUse == _inUse)
            return;
        _inUse = inUse;
        AlertWorkerLog.CatalogsInUse(logger, matcher.Survey, inUse.Length > 0 ? inUse : "no catalogue");
    }
}
