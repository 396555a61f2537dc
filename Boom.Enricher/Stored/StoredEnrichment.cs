using System.Collections.Concurrent;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Inference;

namespace Boom.Enricher.Stored;

/// <summary>
/// Enriches alerts of a store again, side by side with the pipeline: for a network that is added later, or another version of one. Alerts that no enricher
/// has seen yet are left to the enrichers. Two batches are under way at once, so that networks run while documents and cutouts are fetched.
/// </summary>
public sealed class StoredEnrichment : IDisposable
{
    const int Lanes = 2;

    readonly StoredLane[] _lanes;
    readonly ConcurrentDictionary<long, StoredChange> _written = [];
    readonly int _batchSize;
    readonly StoredPages _pages;
    readonly EnricherTelemetry _telemetry = new();
    readonly TimeProvider _time;
    readonly double? _alertsPerSecond;

    /// <param name="survey">Whose alerts.</param>
    /// <param name="networks">Networks that run; the caller disposes of them.</param>
    /// <param name="store">The store.</param>
    /// <param name="reader">The same store.</param>
    /// <param name="selection">Which alerts.</param>
    /// <param name="software">Name and version of this program, for the documents.</param>
    /// <param name="batchSize">Alerts of a batch.</param>
    /// <param name="alertsPerSecond">Most alerts looked at in a second; null for no bound.</param>
    /// <param name="time">Clock.</param>
    /// <param name="settings">What enrichment needs beside documents; nothing when it is not given.</param>
    public StoredEnrichment(
        ISurvey survey, NetworkSet networks, IAlertStore store, IAlertReader reader, StoredSelection selection, string software, int batchSize,
        double? alertsPerSecond, TimeProvider time, EnrichmentSettings? settings = null)
    {
        (_time, _alertsPerSecond, _batchSize) = (time, alertsPerSecond, batchSize);
        var size = alertsPerSecond is { } rate ? (int)Math.Clamp(rate, 1, batchSize) : batchSize;
        _pages = new StoredPages(reader, survey.Key, selection, size);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new StoredLane(
            new AlertEnrichment(new EnricherStep(survey, software, settings), networks, store, time, _telemetry), store, selection, _written))];
    }

    /// <summary>Where a run begins.</summary>
    public const long Start = StoredPages.Start;

    /// <summary>Runs from a place to the end.</summary>
    /// <param name="cursor">The place; <see cref="Start"/>, or one that was told before.</param>
    /// <param name="done">
    /// Hears the account of each part and the place behind it, once it is written: a run that goes on from there leaves out nothing and counts nothing twice.
    /// </param>
    /// <param name="cancellationToken">Ends it between two parts, or before one is written.</param>
    /// <exception cref="Core.Resilience.TransientFaultException">The store does not answer; it may be gone on from the last place.</exception>
    public async Task RunAsync(long cursor, Action<StoredAccount, long> done, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var read = 0L;
        while (true)
        {
            var pages = await NextAsync(cursor, cancellationToken);
            if (pages.Count == 0)
                return;
            var accounts = await Task.WhenAll(pages.Select((page, lane) => Task.Run(() => RunAsync(_lanes[lane], page, cancellationToken), cancellationToken)));
            cursor = pages[^1].Cursor;
            var account = accounts.Aggregate((sum, part) => sum.Add(part));
            done(account, cursor);
            _written.Clear();
            read += account.Read;
            if (_alertsPerSecond is { } rate && TimeSpan.FromSeconds(read / rate) - _time.GetElapsedTime(started) is { Ticks: > 0 } rest)
                await Task.Delay(rest, _time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
        _telemetry.Dispose();
    }

    // An object may have any number of alerts.
    async Task<StoredAccount> RunAsync(StoredLane lane, StoredPage page, CancellationToken cancellationToken)
    {
        var account = new StoredAccount();
        foreach (var batch in page.Candids.Chunk(_batchSize))
            account.Add(await lane.RunAsync(batch, cancellationToken));
        return account;
    }

    async ValueTask<List<StoredPage>> NextAsync(long cursor, CancellationToken cancellationToken)
    {
        var pages = new List<StoredPage>(Lanes);
        while (pages.Count < Lanes && await _pages.NextAsync(cursor, cancellationToken) is { } page)
        {
            pages.Add(page);
            cursor = page.Cursor;
        }

        return pages;
    }
}
