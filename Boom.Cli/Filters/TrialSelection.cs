using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Filters;

/// <summary>Which stored alerts a filter is tried on.</summary>
/// <param name="Night">Those of a night, by the date of its morning; null for the latest.</param>
/// <param name="Candids">These; null for those of the night.</param>
internal sealed record TrialSelection(DateOnly? Night, IReadOnlyList<long>? Candids)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Nights in the place of one.</summary>
    public NightSpan? Nights { get; init; } = Night is null ? null : new NightSpan(Night, Night);

    /// <summary>What messages call it.</summary>
    public string Name => Candids is not null ? DocumentText.Plural(Candids.Count, "candid") : Nights?.Name ?? "the latest night";

    /// <summary>With its night, where none was named.</summary>
    /// <param name="store">Where the alerts are.</param>
    /// <param name="survey">Whose.</param>
    /// <param name="remedy">What else helps where there is none, a clause.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="ExitException">There is none.</exception>
    public async Task<TrialSelection> CompleteAsync(StoreSession store, ISurvey survey, string remedy, CancellationToken cancellationToken)
    {
        if (Candids is not null || Nights is not null)
            return this;
        var night = await StoredNights.LatestAsync(store, survey, cancellationToken)
            ?? throw new ExitException(ExitCode.BadNews, $"No alert of {survey.Key.ToUpperName()} is stored in {store.Name}: 'boom run' stores some, {remedy}.");
        return this with { Night = night, Nights = new NightSpan(night, night) };
    }

    /// <summary>How many alerts there are, as far as a second is enough to count them.</summary>
    public async Task<SelectionSize> CountAsync(StoreSession store, ISurvey survey, TimeProvider time)
    {
        var count = 0L;
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await foreach (var page in PagesAsync(store, survey, patience.Token))
            {
                count += page.Count;
                patience.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            return new SelectionSize(count, IsWhole: false);
        }

        return new SelectionSize(count, IsWhole: true);
    }

    /// <summary>The alerts, page after page.</summary>
    public IAsyncEnumerable<IReadOnlyList<long>> PagesAsync(StoreSession store, ISurvey survey, CancellationToken cancellationToken) =>
        Candids is { } candids ? candids.Chunk(2000).Select(chunk => (IReadOnlyList<long>)chunk).ToAsyncEnumerable() : StoredNights.PagesAsync(store, survey, Nights!.Value.AlertsOf(survey), cancellationToken);
}

/// <summary>How many alerts a selection has.</summary>
/// <param name="Alerts">Those that were counted.</param>
/// <param name="IsWhole">Whether they are all.</param>
internal readonly record struct SelectionSize(long Alerts, bool IsWhole);
