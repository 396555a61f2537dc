namespace Boom.Cli.Filters;

/// <summary>Says that a filter is bound to no watch list though its text, comments included, speaks of one.</summary>
internal static class WatchlistAdvice
{
    const string Word = "watchlist";

    /// <summary>A sentence, or none.</summary>
    public static IEnumerable<string> Of(NamedFilter named) => named.Watchlist is null && named.Pipeline.Contains(Word, StringComparison.OrdinalIgnoreCase)
        ? ["The text speaks of a watch list, and none is bound: --watchlist NAME of 'boom filter test' and 'boom filter add' binds one. Without it the place of an object says nothing."]
        : [];
}
