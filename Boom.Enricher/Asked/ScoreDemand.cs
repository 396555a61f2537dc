using System.Collections.Concurrent;
using Boom.Core.Filters;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher.Asked;

/// <summary>
/// What the active filters of a survey ask for, for all enrichers of a program. They are read before the first alert, and again from time to time. As long as
/// they have never been read everything is asked for, and health says so.
/// </summary>
/// <param name="survey">Whose alerts.</param>
/// <param name="store">Where the filters are.</param>
/// <param name="pulses">Told when the filters cannot be read.</param>
/// <param name="time">Times evaluations.</param>
/// <param name="logger">Hears of the filters.</param>
sealed class ScoreDemand(ISurvey survey, IFilterStore store, StagePulses pulses, TimeProvider time, ILogger logger) : IDisposable
{
    // A filter may ask for what an enrichment does not read.
    readonly bool _knowsPartner = survey.FilterView.Partner is not { } partner || survey.CreateEnrichment(EnrichmentSettings.None).Partner == partner.Survey;

    readonly ActiveFilterList _list = new(survey.Key, store);
    readonly ConcurrentBag<DemandRun> _runs = [];
    readonly Lock _changing = new();
    volatile DemandFilters? _filters;
    string? _lack;

    /// <summary>Whose alerts.</summary>
    public ISurvey Survey => survey;

    /// <summary>The filters, read when they have not been; null when they cannot be.</summary>
    public async ValueTask<DemandFilters?> GetAsync(CancellationToken cancellationToken)
    {
        if (_filters is null)
            await RefreshAsync(cancellationToken);
        return _filters;
    }

    /// <summary>Reads the filters again. A store that is away or refuses leaves the last ones in use.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            Use(await _list.RefreshAsync(cancellationToken));
        }
        catch (Exception fault) when (fault is PermanentFaultException || TransientFaultException.Of(fault, cancellationToken) is not null)
        {
            if (_filters is null)
                Tell($"The active filters of {survey.Key.ToUpperName()} cannot be read ({fault.Message.TrimEnd('.')}): networks with the policy asked run on all alerts until then");
            else
                EnricherLog.FiltersNotRead(logger, fault.Message);
        }
    }

    /// <summary>Reads the filters again and again until it is stopped.</summary>
    /// <param name="interval">Rest between two readings.</param>
    /// <param name="stopping">The stop.</param>
    public async Task RunAsync(TimeSpan interval, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await RefreshAsync(stopping);
                await Task.Delay(interval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Memory of a thread, to be given back.</summary>
    public DemandRun Rent() => _runs.TryTake(out var run) ? run : new DemandRun(survey, time);

    /// <summary>Gives memory back.</summary>
    public void Return(DemandRun run)
    {
        run.Clear();
        _runs.Add(run);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
    }

    void Use(IReadOnlyList<StoredFilter> found)
    {
        lock (_changing)
        {
            if (ReferenceEquals(found, _filters?.Source))
                return;
            _filters = DemandFilters.Compile(survey, found, _knowsPartner);
            EnricherLog.FiltersAsked(logger, _filters.Count, survey.Key.ToUpperName());
            Tell(null);
        }
    }

    // One sentence at a time, however often the reasons change.
    void Tell(string? lack)
    {
        lock (_changing)
        {
            if (lack == _lack)
                return;
            if (_lack is { } before)
                pulses.Mend(before);
            _lack = lack;
            if (lack is not null && pulses.Lack(lack))
                EnricherLog.InputUnusable(logger, lack);
        }
    }
}
