using Boom.Core.Filters;

namespace Boom.Cli.Filters;

/// <summary>Evaluates a filter on alerts and keeps account. Each alert is prepared and evaluated as the filter stage does it.</summary>
/// <param name="filter">The filter.</param>
/// <param name="shown">Passers that are kept.</param>
/// <param name="budgetMicroseconds">Time that it may take for an alert, averaged over a thousand of them, µs.</param>
/// <param name="time">Clock.</param>
internal sealed class FilterTrial(ReadyFilter filter, int shown, int budgetMicroseconds, TimeProvider time) : IDisposable
{
    /// <summary>Errors that are told apart.</summary>
    const int MostErrors = 20;

    /// <summary>Alerts that an error names.</summary>
    const int Examples = 3;

    const int MostRounds = 100;

    static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(200);

    readonly FilterSet _set = new([filter.Filter], filter.Survey.FilterView, filter.Plan, time);
    readonly List<FilterSubject> _seen = [];
    readonly List<FilterPasser> _passers = [];
    readonly StageCounts _stages = new(filter.Filter.StageList);
    readonly Dictionary<string, TrialError> _errors = new(StringComparer.Ordinal);
    readonly EvaluationBudget _budget = new(budgetMicroseconds, time.TimestampFrequency);
    readonly EvaluationWindow _window = new();
    FilterInput[] _inputs = [];
    long _ticks, _read, _lookedAt, _passed, _erred, _notPermitted, _notEnriched, _cut;
    bool _isWarm;

    /// <summary>Told after each alert.</summary>
    public Action<FilterTrial>? Told { get; init; }

    /// <summary>Whether it ends when the filter takes more time than it may, which is known after a few alerts where it is slow.</summary>
    public bool EndsWhenSlow { get; init; }

    /// <summary>The account so far.</summary>
    public TrialAccount Account => new(
        _read, _lookedAt, _passed, _notPermitted, _notEnriched, _lookedAt > 0 ? 1e6 * _ticks / time.TimestampFrequency / _lookedAt : double.NaN,
        [.. _errors.Values.OrderByDescending(error => error.Alerts)], [.. _passers])
    {
        HistoriesCut = _cut,
        Erred = _erred,
        Slow = Slow,
        Stages = _stages.Left,
    };

    /// <summary>Why filter workers would suspend the filter for its time, sentences; null when they would not.</summary>
    public string? Slow { get; private set; }

    /// <summary>Whether nothing more needs to be looked at.</summary>
    public bool IsOver => EndsWhenSlow && Slow is not null;

    /// <summary>Looks at alerts. What has been looked at counts, also when it is stopped.</summary>
    public void Run(IReadOnlyList<FilterSubject> subjects, CancellationToken cancellationToken)
    {
        _seen.Clear();
        foreach (var subject in subjects)
        {
            if (subject is { Fault: null, IsEnriched: true } && filter.MaySee(subject.ProgramId))
            {
                _seen.Add(subject);
                continue;
            }

            _read++;
            if (subject.Fault is { } fault)
                Count(subject, fault);
            else if (!filter.MaySee(subject.ProgramId))
                _notPermitted++;
            else
                _notEnriched++;
        }

        if (_seen.Count > 0)
            Evaluate(cancellationToken);
    }

    /// <summary>
    /// Goes on with the alerts that it looked at last until it is known whether the filter takes too much time: of few alerts an average says little.
    /// </summary>
    public void Settle(CancellationToken cancellationToken)
    {
        while (Slow is null && _window.Evaluations > 0 && _budget.IsExceeded(EvaluationBudget.Evaluations, _window.Ticks * EvaluationBudget.Evaluations / _window.Evaluations))
        {
            _set.Load(_inputs);
            for (var i = 0; i < _set.Count && Slow is null && _window.Evaluations > 0; i++)
                EvaluateTimed(i, cancellationToken);
        }
    }

    public void Dispose() => _set.Dispose();

    void Evaluate(CancellationToken cancellationToken)
    {
        _inputs = [.. _seen.Select(subject => subject.Input)];
        _set.Stop = cancellationToken;
        if (!_isWarm)
            WarmUp(cancellationToken);
        _isWarm = true;
        var started = time.GetTimestamp();
        _set.Load(_inputs);
        _ticks += time.GetTimestamp() - started;
        for (var i = 0; i < _inputs.Length && !IsOver; i++)
        {
            var (answer, ticks) = EvaluateTimed(i, cancellationToken);
            _ticks += ticks;
            _read++;
            _lookedAt++;
            _cut += _seen[i].IsHistoryCut ? 1 : 0;
            Count(_seen[i], answer);
            Told?.Invoke(this);
        }
    }

    (FilterAnswer Answer, long Ticks) EvaluateTimed(int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var answer = _set.Evaluate(0, number);
        var ticks = time.GetTimestamp() - started;
        Slow ??= _window.Add(1, _budget.Counted(ticks), _budget);
        return (answer, ticks);
    }

    // The time of the first evaluations is that of the compiler.
    void WarmUp(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var round = 0; round < MostRounds && time.GetElapsedTime(started) < WarmUpTime; round++)
        {
            _set.Load(_inputs);
            for (var i = 0; i < _inputs.Length && time.GetElapsedTime(started) < WarmUpTime; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _set.Evaluate(0, i);
            }
        }
    }

    void Count(FilterSubject subject, in FilterAnswer answer)
    {
        _stages.Add(answer.EndedAt);
        if (answer.Error is { } error)
        {
            _erred++;
            Count(subject, error);
        }

        if (!answer.Passed)
            return;
        _passed++;
        if (_passers.Count < shown)
            _passers.Add(new FilterPasser(subject.Candid, subject.ObjectId, subject.Jd, answer.Annotations.ToArray()));
    }

    void Count(FilterSubject subject, string sentence)
    {
        var kind = ErrorKind.Of(sentence);
        if (!_errors.TryGetValue(kind, out var error))
        {
            if (_errors.Count >= MostErrors)
                kind = sentence = "Other errors.";
            _errors[kind] = error = _errors.GetValueOrDefault(kind) ?? new TrialError(sentence, 0, []);
        }

        _errors[kind] = error with { Alerts = error.Alerts + 1, Candids = error.Candids.Count < Examples ? [.. error.Candids, subject.Candid] : error.Candids };
    }
}

/// <summary>What became of alerts that a filter was tried on: <c>read = looked at + not permitted + not enriched</c>, and those that cannot be read.</summary>
/// <param name="Read">Alerts of the selection.</param>
/// <param name="LookedAt">Those that the filter was evaluated on.</param>
/// <param name="Passed">Those of them that passed.</param>
/// <param name="NotPermitted">Alerts of programmes that it may not see.</param>
/// <param name="NotEnriched">Alerts that the enricher has not seen; the filter stage looks at them when it has.</param>
/// <param name="MicrosecondsPerAlert">Time of one evaluation, without reading.</param>
/// <param name="Errors">What went wrong, the most frequent first.</param>
/// <param name="Passers">The first that passed.</param>
internal sealed record TrialAccount(
    long Read, long LookedAt, long Passed, long NotPermitted, long NotEnriched, double MicrosecondsPerAlert, IReadOnlyList<TrialError> Errors,
    IReadOnlyList<FilterPasser> Passers)
{
    /// <summary>How many alerts are left after each stage that may end some.</summary>
    public IReadOnlyList<StageLeft> Stages { get; init; } = [];

    /// <summary>Alerts whose <c>sso_history</c> has only the latest of many.</summary>
    public long HistoriesCut { get; init; }

    /// <summary>Alerts looked at on which the filter went wrong.</summary>
    public long Erred { get; init; }

    /// <summary>Why filter workers would suspend the filter for its time, sentences; null when they would not.</summary>
    public string? Slow { get; init; }

    /// <summary>Whether it goes wrong on more than half of the alerts looked at, or none of them can be read.</summary>
    public bool IsMostlyWrong => LookedAt > 0 ? 2 * Erred > LookedAt : Errors.Count > 0;

    /// <summary>Part of the alerts looked at that passed, per cent; NaN when there was none.</summary>
    public double Percent => LookedAt > 0 ? 100.0 * Passed / LookedAt : double.NaN;
}

/// <summary>An error of a filter on some alerts; such an alert does not pass.</summary>
/// <param name="Sentence">What went wrong.</param>
/// <param name="Alerts">On how many.</param>
/// <param name="Candids">The first of them.</param>
internal sealed record TrialError(string Sentence, long Alerts, IReadOnlyList<long> Candids);

/// <summary>An alert that passed.</summary>
/// <param name="Candid">The alert.</param>
/// <param name="ObjectId">Its object.</param>
/// <param name="Jd">Julian date of the observation, days.</param>
/// <param name="Annotations">What the filter says of it, BSON; empty for nothing.</param>
internal sealed record FilterPasser(long Candid, string ObjectId, double Jd, byte[] Annotations);
