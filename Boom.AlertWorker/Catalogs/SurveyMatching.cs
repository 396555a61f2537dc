using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.AlertWorker.Catalogs;

/// <summary>The matching of one survey's new objects with the tables that are there now. All workers of the survey share it.</summary>
/// <param name="survey">The survey.</param>
/// <param name="settings">Its rules.</param>
/// <param name="shelf">The tables; shared with other surveys.</param>
/// <param name="pulses">Hear what is lacking.</param>
public sealed class SurveyMatching(ISurvey survey, CrossMatchSettings settings, CatalogShelf shelf, StagePulses pulses) : IDisposable
{
    readonly Lock _lock = new();
    ObjectMatcher? _matcher;
    CatalogSet? _set;

    /// <summary>The rules, whether their tables are there or not.</summary>
    public IReadOnlyList<CrossMatchRule> Rules { get; } = settings.RulesOf(survey);

    /// <summary>What objects are matched with now; to be disposed of.</summary>
    public ObjectMatcher Take()
    {
        lock (_lock)
        {
            if (_matcher is null)
                shelf.Refresh();
            return (_matcher ?? Renew()).Share();
        }
    }

    /// <summary>Looks at the folder again. Answers what is told for the first time: sentences of what is lacking.</summary>
    public IReadOnlyList<string> Refresh()
    {
        lock (_lock)
        {
            var former = _matcher?.Problems ?? [];
            shelf.Refresh();
            var matcher = Renew();
            foreach (var mended in former.Except(matcher.Problems))
                pulses.Mend(mended);
            return [.. matcher.Problems.Where(pulses.Lack)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _matcher?.Dispose();
            _matcher = null;
            _set = null;
        }
    }

    ObjectMatcher Renew()
    {
        var set = shelf.Take();
        if (_matcher is { } current && ReferenceEquals(set, _set))
        {
            set.Dispose();
            return current;
        }

        _matcher?.Dispose();
        _set = set;
        return _matcher = new ObjectMatcher(survey.Key, Rules, settings.Names(survey.Key), set);
    }
}
