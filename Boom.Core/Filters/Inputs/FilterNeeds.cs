namespace Boom.Core.Filters;

/// <summary>What filters together look at beside alert, object and partner.</summary>
/// <param name="History">Earlier alerts of the Solar System object.</param>
/// <param name="Watchlists">Watch lists that some filter is bound to, each once, by name.</param>
public sealed record FilterNeeds(bool History, IReadOnlyList<string> Watchlists)
{
    /// <summary>Nothing.</summary>
    public static FilterNeeds None { get; } = new(History: false, []);

    /// <summary>What these filters need.</summary>
    public static FilterNeeds Of(IReadOnlyCollection<AlertFilter> filters) => new(
        filters.Any(filter => filter.NeedsHistory),
        [.. filters.Select(filter => filter.Watchlist).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
