using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Filters;

/// <summary>Finds the filter that a command line means: a file, standard input, or a stored one.</summary>
internal static class FilterSource
{
    /// <exception cref="ExitException">There is none of that name.</exception>
    public static async Task<NamedFilter> FindAsync(StoreSession store, string source, FilterWords words, CancellationToken cancellationToken)
    {
        if (source == FilterText.Input || File.Exists(source) || Directory.Exists(source))
            return words.Filter(source, await FilterText.ReadAsync(source, cancellationToken));
        if (source.IndexOfAny(['/', '\\']) >= 0 || Path.HasExtension(source) && await IsUnknownAsync(store, source, cancellationToken))
            throw new ExitException(ExitCode.Missing, $"There is no file {source}.");
        return Of(await FindStoredAsync(store, source, cancellationToken), words);
    }

    /// <summary>A stored filter, by its key or by its name where no other has it.</summary>
    /// <exception cref="ExitException">There is none, or several.</exception>
    public static async Task<StoredFilter> FindStoredAsync(StoreSession store, string name, CancellationToken cancellationToken)
    {
        if (await store.Filters.FindFilterAsync(name, cancellationToken) is { } filter)
            return filter;
        var all = await store.Filters.ListFiltersAsync(survey: null, onlyActive: false, cancellationToken);
        StoredFilter[] named = [.. all.Where(other => other.Name == name)];
        return named.Length switch
        {
            1 => named[0],
            0 => throw new ExitException(ExitCode.BadNews, $"There is no stored filter {name}{Near(name, all)}: 'boom filter list' shows those that there are."),
            _ => throw new ExitException(ExitCode.Usage, $"{named.Length} filters have the name {name}: give the key of one, {string.Join(" or ", named.Select(other => other.Id))}."),
        };
    }

    static string Near(string name, IReadOnlyList<StoredFilter> all) =>
        NearestWord.In(name, all.Select(filter => filter.Name)) is { } near ? $", the nearest is {near}" : "";

    static async Task<bool> IsUnknownAsync(StoreSession store, string name, CancellationToken cancellationToken) =>
        await store.Filters.FindFilterAsync(name, cancellationToken) is null
        && !(await store.Filters.ListFiltersAsync(survey: null, onlyActive: false, cancellationToken)).Any(filter => filter.Name == name);

    /// <summary>A stored filter as it would run.</summary>
    /// <exception cref="ExitException">It has no version that runs.</exception>
    public static NamedFilter Of(StoredFilter filter, FilterWords words)
    {
        var version = filter.Running ?? filter.Versions.LastOrDefault()
            ?? throw new ExitException(ExitCode.BadNews, $"The filter {filter.Name} ({filter.Id}) has no version.");
        if (words.Survey is { } survey && survey != filter.Survey)
            throw new ExitException(ExitCode.Usage, $"The filter {filter.Name} is of {filter.Survey.ToUpperName()}, not of {survey.ToUpperName()}: leave --survey out.");
        var partner = SurveyCatalog.Default[filter.Survey].FilterView.Partner;
        return new NamedFilter(
            $"{filter.Name} ({filter.Id})", filter.Survey, version.Pipeline, words.Programs ?? filter.Permissions.GetValueOrDefault(filter.Survey) ?? [],
            partner is null ? null : filter.Permissions.GetValueOrDefault(partner.Survey), words.Watchlist ?? filter.Watchlist);
    }
}
