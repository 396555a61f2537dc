using Boom.Core.Surveys;
using Boom.FilterWorker;

namespace Boom.Lab.Drill;

/// <summary>Filters and streams of a run; none where there are no filter workers.</summary>
internal sealed class DrillStreams
{
    readonly DrillStore _store;
    readonly DrillQuestions _ask;
    readonly IReadOnlyDictionary<Survey, string> _results;

    DrillStreams(DrillStore store, DrillServers servers, IReadOnlyDictionary<Survey, string> results, IReadOnlyCollection<string> open, DrillQuestions ask, TimeProvider time)
    {
        (_store, _ask, _results) = (store, ask, results);
        Witness = new MessageWitness(servers.KafkaDirect, [.. results.Values], open, ask, time);
    }

    /// <summary>Reads the messages.</summary>
    public MessageWitness Witness { get; }

    /// <summary>Stores the filters of all surveys; what is in their topics is of another run.</summary>
    public static async Task<DrillStreams> BeginAsync(
        DrillSettings settings, DrillStore store, DrillServers servers, DrillQuestions ask, TimeProvider time, CancellationToken cancellationToken)
    {
        var surveys = settings.FilterWorkers > 0 ? settings.Surveys : [];
        var options = new StreamsOptions(new PublicStreamsOptions { Enabled = true }, new ResultStreamsOptions(), BrokerIsEmbedded: false);
        var results = surveys.ToDictionary(survey => survey, survey => StreamsOptions.ResultsOf(survey));
        var open = surveys.SelectMany(survey => options.TopicsOf(SurveyCatalog.Default[survey])).Select(topic => topic.Name).Except(results.Values).ToList();
        foreach (var survey in surveys)
        {
            var filters = new DrillFilters(SurveyCatalog.Default[survey]);
            await ask.AskAsync(() => filters.AddAsync(store.Filters, time.GetUtcNow(), cancellationToken), cancellationToken);
        }

        var streams = new DrillStreams(store, servers, results, open, ask, time);
        await streams.Witness.BeginAsync(cancellationToken);
        return streams;
    }

    /// <summary>The first alert whose messages are due; null when none is.</summary>
    public async Task<long?> FindDueAsync(CancellationToken cancellationToken)
    {
        foreach (var survey in _results.Keys)
        {
            if (await _ask.AskAsync(() => _store.Filters.ListDueAsync(survey, long.MinValue, 1, cancellationToken), cancellationToken) is [var first, ..])
                return first;
        }

        return null;
    }

    /// <summary>Looks at all hits and messages.</summary>
    public async Task<DrillMessages> CheckAsync(IReadOnlyList<DrillPart> parts, CancellationToken cancellationToken)
    {
        await Witness.ReadLastAsync(cancellationToken);
        var check = new DrillMessages(_store.Alerts, _store.Filters, Witness.Book);
        foreach (var part in parts.Where(part => _results.ContainsKey(part.Survey)))
            await check.CheckAsync(part.Night, part.Junk, _results[part.Survey], cancellationToken);
        return check;
    }
}
