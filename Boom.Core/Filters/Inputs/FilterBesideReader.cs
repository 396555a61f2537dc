using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Core.Filters;

/// <summary>
/// Reads what filters look at beside alert, object and partner: once for all filters, whatever number of them asks. What a filter may see of it, by programmes and
/// days, is decided when it is evaluated.
/// </summary>
/// <param name="survey">Whose alerts.</param>
/// <param name="store">Where they are.</param>
public sealed class FilterBesideReader(ISurvey survey, IAlertStore store)
{
    /// <summary>
    /// Most alerts of a body in <c>sso_history</c>: the latest. A year has 200 nights in which a body is seen, most often two to ten times.
    /// </summary>
    public const int MostHistory = 2000;

    /// <summary>Most entries of one watch list in <c>annotations.watchlist</c>: the nearest.</summary>
    public const int MostEntries = 20;

    // Each may have the longest history, of half a megabyte when it is evaluated.
    const int AlertsWithHistory = 100;

    /// <summary>How many alerts are to be read at once.</summary>
    public static int SliceOf(FilterNeeds needs) => needs is { History: true } ? AlertsWithHistory : int.MaxValue;

    /// <summary>Reads it, for each alert in their order.</summary>
    /// <param name="alerts">Object, time (Julian date UTC, days) and document of each alert.</param>
    /// <param name="needs">What is needed.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="Resilience.TransientFaultException">The store is away.</exception>
    public async ValueTask<IReadOnlyList<FilterBeside>> ReadAsync(
        IReadOnlyList<(string ObjectId, double Jd, ReadOnlyMemory<byte> Alert)> alerts, FilterNeeds needs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentNullException.ThrowIfNull(needs);
        var histories = needs.History ? await ReadHistoriesAsync(alerts, cancellationToken) : [];
        var lists = needs.Watchlists.Count > 0 && alerts.Count > 0 ? await ReadListsAsync(alerts, needs, cancellationToken) : [];
        var answers = new FilterBeside[alerts.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var history = histories.GetValueOrDefault(i);
            var watchlists = lists.GetValueOrDefault(alerts[i].ObjectId);
            answers[i] = history is null && watchlists is null ? FilterBeside.None : new(history?.Alerts, history is { IsCut: true }, watchlists);
        }

        return answers;
    }

    async ValueTask<Dictionary<int, BodyAlerts>> ReadHistoriesAsync(
        IReadOnlyList<(string ObjectId, double Jd, ReadOnlyMemory<byte> Alert)> alerts, CancellationToken cancellationToken)
    {
        var (numbers, spans) = (new List<int>(), new List<BodySpan>());
        for (var i = 0; i < alerts.Count; i++)
        {
            if (DesignationOf(alerts[i].Alert.Span) is not { } designation || !double.IsFinite(alerts[i].Jd))
                continue;
            numbers.Add(i);
            spans.Add(new BodySpan(designation, alerts[i].Jd - survey.FilterView.WindowDays, alerts[i].Jd));
        }

        var histories = new Dictionary<int, BodyAlerts>(numbers.Count);
        if (spans.Count == 0)
            return histories;
        var found = await store.ReadBodyAlertsAsync(survey.Key, spans, MostHistory, cancellationToken);
        for (var i = 0; i < numbers.Count; i++)
            histories.Add(numbers[i], found[i]);
        return histories;
    }

    async ValueTask<Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>>> ReadListsAsync(
        IReadOnlyList<(string ObjectId, double Jd, ReadOnlyMemory<byte> Alert)> alerts, FilterNeeds needs, CancellationToken cancellationToken)
    {
        var objects = alerts.Select(alert => alert.ObjectId).ToHashSet(StringComparer.Ordinal);
        var hits = await store.ReadWatchlistHitsAsync(survey.Key, objects, needs.Watchlists, MostEntries, cancellationToken);
        var found = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>>(StringComparer.Ordinal);
        using var writer = new BsonWriter();
        foreach (var ofObject in hits.GroupBy(hit => hit.ObjectId, StringComparer.Ordinal))
        {
            found.Add(ofObject.Key, ofObject.GroupBy(hit => hit.List, StringComparer.Ordinal).ToDictionary(
                ofList => ofList.Key, ofList => (IReadOnlyList<ReadOnlyMemory<byte>>)[.. ofList.Select(hit => Entry(hit, writer))], StringComparer.Ordinal));
        }

        return found;
    }

    // What the store knows of an entry; the columns of the list are where the lists are.
    static ReadOnlyMemory<byte> Entry(WatchlistHit hit, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.String("_id"u8, hit.Row);
        writer.Double("distance_arcsec"u8, hit.DistanceArcsec);
        var entry = writer.EndRoot().ToArray();
        writer.Reset();
        return entry;
    }

    static string? DesignationOf(ReadOnlySpan<byte> alert)
    {
        try
        {
            return Designation(alert);
        }
        catch (BsonFormatException)
        {
            // Whoever evaluates the alert says so.
            return null;
        }
    }

    static string? Designation(ReadOnlySpan<byte> alert)
    {
        var sso = BodyAlertFields.Inner(BodyAlertFields.Inner(alert, "properties"u8), "sso"u8);
        if (sso.IsEmpty)
            return null;
        var reader = new BsonReader(sso);
        return reader.Find("designation"u8) && reader.Type == BsonType.String ? reader.AsString() : null;
    }
}
