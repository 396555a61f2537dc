using System.Diagnostics;
using Boom.Core.Bson;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;

namespace Boom.FilterWorker;

/// <summary>
/// The work of the filter stage without any server: which filters let which alerts pass, and the messages of it. Holds buffers that it uses again, so each
/// worker has its own.
/// </summary>
sealed partial class FilterStep : IDisposable
{
    readonly ISurvey _survey;
    readonly SurveyCatalog _surveys;
    readonly ResultsMessage _results;
    readonly PublicStream? _public;
    readonly bool _allPhotometry;
    readonly string _resultsTopic;
    readonly EvaluationBudget _budget;
    readonly TimeProvider _time;

    /// <param name="survey">Whose alerts.</param>
    /// <param name="surveys">All surveys.</param>
    /// <param name="publicStream">Makes public messages; null when they are not published.</param>
    /// <param name="allPhotometry">Whether messages tell of points that no filter may see.</param>
    /// <param name="budgetMicroseconds">Time that a filter may take for an alert, averaged over a thousand of them, µs; one that takes more is stopped.</param>
    /// <param name="time">Times the filters.</param>
    public FilterStep(ISurvey survey, SurveyCatalog surveys, PublicStream? publicStream, bool allPhotometry, int budgetMicroseconds, TimeProvider time)
    {
        (_survey, _surveys, _public, _allPhotometry, _time) = (survey, surveys, publicStream, allPhotometry, time);
        _budget = new EvaluationBudget(budgetMicroseconds, time.TimestampFrequency);
        _results = new ResultsMessage(survey, surveys);
        _resultsTopic = StreamsOptions.ResultsOf(survey.Key);
    }

    /// <summary>Whose alerts.</summary>
    public Survey Survey => _survey.Key;

    /// <summary>Whether public messages are made.</summary>
    public bool HasPublicStream => _public is not null;

    /// <summary>Evaluates filters on alerts.</summary>
    /// <param name="alerts">Alerts with properties.</param>
    /// <param name="set">The filters, ready to run; null for none.</param>
    /// <param name="tallies">The tally of each filter, by key.</param>
    public FilterOutcome Evaluate(IReadOnlyList<AlertDocuments> alerts, IFilterSet? set, IReadOnlyDictionary<string, FilterTally> tallies)
    {
        var outcome = new FilterOutcome(alerts.Count);
        if (set is null || set.Filters.Count == 0 || alerts.Count == 0)
            return outcome;
        set.Load(alerts);
        var seen = new List<int>(alerts.Count);
        for (var number = 0; number < set.Filters.Count; number++)
        {
            var filter = set.Filters[number];
            if (!tallies.TryGetValue(filter.Id, out var tally) || tally.IsSuspended)
                continue;
            FindVisible(alerts, filter, seen);
            if (seen.Count > 0)
                outcome.Runs.Add(Run(alerts, set, number, tally, seen, outcome));
        }

        return outcome;
    }

    /// <summary>The public message of an alert, or why there is none; null when none is published.</summary>
    public PublicVerdict? MakePublic(AlertDocuments alert) => _public?.Make(alert);

    /// <summary>Makes a public message ready to be sent.</summary>
    public static OutgoingMessage Address(AlertDocuments alert, PublicMessage message, DateTimeOffset now) => new(
        message.Topic, alert.ObjectId, message.Value, MessageId.Of(message.Topic, alert.Candid, []), alert.Candid, MessageStamps.Of(alert.Alert.Span, now),
        TraceParent());

    /// <summary>The message of what filters say of an alert.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="passes">What they say.</param>
    /// <param name="cutouts">Its cutouts document; empty for none.</param>
    /// <param name="now">When it passed.</param>
    public OutgoingMessage MakeResults(AlertDocuments alert, IReadOnlyList<FilterPass> passes, ReadOnlySpan<byte> cutouts, DateTimeOffset now)
    {
        var (own, partner) = (ProgramSet.None, ProgramSet.None);
        var partnerSurvey = _survey.Results.Partner is { } key ? _surveys[key] : null;
        foreach (var pass in passes)
        {
            own |= _allPhotometry ? ProgramSet.All : pass.Filter.ProgramsOf(_survey);
            partner |= _allPhotometry || partnerSurvey is null ? ProgramSet.All : pass.Filter.ProgramsOf(partnerSurvey);
        }

        var results = new List<FilterResult>(passes.Count);
        foreach (var pass in passes)
            results.Add(new FilterResult(pass.Filter.Id, pass.Filter.Name, now.ToUnixTimeMilliseconds(), pass.Json));
        var value = _results.Make(alert, results, cutouts, own, partner);
        var id = MessageId.Of(_resultsTopic, alert.Candid, passes.Select(pass => (pass.Filter.Id, pass.Filter.ActiveVersion)));
        return new OutgoingMessage(_resultsTopic, alert.ObjectId, value, id, alert.Candid, MessageStamps.Of(alert.Alert.Span, now), TraceParent());
    }

    /// <inheritdoc/>
    public void Dispose() => _public?.Dispose();

    // An alert of another programme is not there for a filter.
    void FindVisible(IReadOnlyList<AlertDocuments> alerts, StoredFilter filter, List<int> seen)
    {
        seen.Clear();
        var programs = filter.ProgramsOf(_survey);
        for (var i = 0; i < alerts.Count; i++)
        {
            if (programs.Contains(alerts[i].ProgramId))
                seen.Add(i);
        }
    }

    // A filter that has used up its time sees none of the other alerts: it is about to be suspended, and holds the others up no longer.
    FilterRun Run(IReadOnlyList<AlertDocuments> alerts, IFilterSet set, int number, FilterTally tally, List<int> seen, FilterOutcome outcome)
    {
        var passed = new bool[seen.Count];
        List<int>? erred = null;
        string? firstError = null;
        var (count, counted, spent, started) = (0, 0L, tally.Spent, _time.GetTimestamp());
        var last = started;
        while (count < seen.Count && !_budget.IsExceeded(spent.Evaluations + count, spent.Ticks + counted))
        {
            var alert = seen[count];
            var verdict = Evaluate(set, number, alert);
            var isPass = verdict is { Passed: true, Error: null };
            if (isPass)
            {
                if (TryKeep(tally.Filter, verdict.Annotations, out var pass, out var problem))
                    outcome.Passes[alert].Add(pass);
                else
                    (isPass, verdict) = (false, FilterVerdict.Wrong(problem!));
            }

            if (verdict.Error is not null)
            {
                (erred ??= []).Add(count);
                firstError ??= verdict.Error;
            }

            passed[count++] = isPass;
            counted += Lap(ref last);
        }

        return new FilterRun(tally, count < passed.Length ? passed[..count] : passed, JdsOf(alerts, seen, count), last - started, erred ?? [], firstError) { CountedTicks = counted };
    }

    // What counts of the time since the last evaluation.
    long Lap(ref long last)
    {
        var now = _time.GetTimestamp();
        var counted = _budget.Counted(now - last);
        last = now;
        return counted;
    }

    static double[] JdsOf(IReadOnlyList<AlertDocuments> alerts, List<int> seen, int count)
    {
        var jds = new double[count];
        for (var i = 0; i < jds.Length; i++)
            jds[i] = alerts[seen[i]].Jd;
        return jds;
    }

    // What throws fails this alert for this filter, and nothing else.
    static FilterVerdict Evaluate(IFilterSet set, int number, int alert)
    {
        try
        {
            return set.Evaluate(number, alert);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return FilterVerdict.Wrong($"{fault.GetType().Name}: {fault.Message}");
        }
    }

    static bool TryKeep(StoredFilter filter, ReadOnlyMemory<byte> annotations, out FilterPass pass, out string? problem)
    {
        try
        {
            (pass, problem) = (new FilterPass(filter, annotations.ToArray(), AnnotationsJson.Of(annotations.Span)), null);
            return true;
        }
        catch (BsonFormatException fault)
        {
            (pass, problem) = (default!, fault.Message);
            return false;
        }
    }

    static string? TraceParent() => Activity.Current is { Recorded: true } span ? span.Id : null;
}

/// <summary>What filters have made of alerts.</summary>
/// <param name="alerts">How many alerts.</param>
sealed class FilterOutcome(int alerts)
{
    /// <summary>Of each alert the filters that let it pass.</summary>
    public IReadOnlyList<List<FilterPass>> Passes { get; } = [.. Enumerable.Range(0, alerts).Select(_ => new List<FilterPass>())];

    /// <summary>What each filter has done.</summary>
    public List<FilterRun> Runs { get; private init; } = [];

    /// <summary>Numbers of the alerts of which nothing is said before they have scores that were left out, ascending.</summary>
    public List<int> Asked { get; } = [];

    /// <summary>The same of the other alerts.</summary>
    public FilterOutcome WithoutAsked()
    {
        var others = new FilterOutcome(Passes.Count - Asked.Count) { Runs = Runs };
        for (int i = 0, next = 0; i < Passes.Count; i++)
        {
            if (Asked.BinarySearch(i) < 0)
                others.Passes[next++].AddRange(Passes[i]);
        }

        return others;
    }
}

/// <summary>A filter that let an alert pass.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Annotations">What it says, BSON.</param>
/// <param name="Json">The same as JSON.</param>
sealed record FilterPass(StoredFilter Filter, byte[] Annotations, string Json);

/// <summary>A filter's evaluations of a batch.</summary>
/// <param name="Tally">Its tally.</param>
/// <param name="Passed">Of each alert that it saw, whether it passed.</param>
/// <param name="Jds">When each of them was observed, JD.</param>
/// <param name="Ticks">Time of all.</param>
/// <param name="Erred">Those that went wrong, by their place in <see cref="Passed"/>, ascending.</param>
/// <param name="FirstError">The first of them.</param>
sealed record FilterRun(FilterTally Tally, bool[] Passed, double[] Jds, long Ticks, IReadOnlyList<int> Erred, string? FirstError)
{
    /// <summary>What counts of the time against the filter's budget.</summary>
    public long CountedTicks { get; init; } = Ticks;

    /// <summary>How many went wrong.</summary>
    public int Errors => Erred.Count;
}
