using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>Filters of one survey on a batch of alerts, for one worker: each alert is prepared once for all of them. It keeps its memory for the next batch.</summary>
/// <param name="filters">The filters, compiled with the plan.</param>
/// <param name="view">What they see.</param>
/// <param name="plan">Their plan.</param>
/// <param name="time">Times evaluations; the system's clock when there is none.</param>
public sealed class FilterSet(IReadOnlyList<AlertFilter> filters, FilterView view, FilterPlan plan, TimeProvider? time = null) : IDisposable
{
    readonly FilterRun _run = new(time);
    readonly List<PreparedAlert> _alerts = [];
    readonly BsonWriter _annotations = new();
    string?[] _faults = [];

    /// <summary>The filters, in the order of their numbers.</summary>
    public IReadOnlyList<AlertFilter> Filters => filters;

    /// <summary>Ends evaluations, see <see cref="FilterRun.Stop"/>.</summary>
    public CancellationToken Stop
    {
        get => _run.Stop;
        set => _run.Stop = value;
    }

    /// <summary>Alerts at hand.</summary>
    public int Count { get; private set; }

    /// <summary>Takes alerts in hand, instead of those before; annotations of these are not valid any more.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="unknown">Paths whose values are not known, for <see cref="CouldPass"/>; null for none.</param>
    public void Load(IReadOnlyList<FilterInput> alerts, UnknownPaths? unknown = null)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        _annotations.Reset();
        if (_faults.Length < alerts.Count)
            _faults = new string?[alerts.Count];
        // Documents of a large batch do not stay behind a small one.
        for (var i = alerts.Count; i < Count; i++)
            _alerts[i].Clear();
        Count = alerts.Count;
        for (var i = 0; i < alerts.Count; i++)
        {
            if (i == _alerts.Count)
                _alerts.Add(new());
            _faults[i] = null;
            try
            {
                _alerts[i].Load(alerts[i], view, plan, unknown);
            }
            catch (BsonFormatException fault)
            {
                _faults[i] = $"The alert document cannot be read: {fault.Message}";
            }
        }
    }

    /// <summary>Evaluates one filter on one of the alerts. An error in the data is an answer; annotations are valid until other alerts are taken.</summary>
    /// <param name="filter">Number of the filter.</param>
    /// <param name="alert">Number of the alert among those at hand.</param>
    public FilterAnswer Evaluate(int filter, int alert)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)alert, (uint)Count, nameof(alert));
        return _faults[alert] is { } fault ? new(false, default, fault) : filters[filter].Evaluate(_run, _alerts[alert], _annotations);
    }

    /// <summary>Whether a filter could pass an alert, whatever the unknown values turn out to be; an alert that cannot be read passes none.</summary>
    /// <param name="filter">Number of the filter.</param>
    /// <param name="alert">Number of the alert among those at hand.</param>
    public Truth CouldPass(int filter, int alert)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)alert, (uint)Count, nameof(alert));
        return _faults[alert] is not null ? Truth.False : filters[filter].CouldPass(_run, _alerts[alert]);
    }

    public void Dispose()
    {
        _run.Dispose();
        _annotations.Dispose();
    }
}
