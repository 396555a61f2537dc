namespace Boom.Core.Filters;

/// <summary>What is stored of an alert beside its own documents, as far as filters need it (<see cref="FilterNeeds"/>).</summary>
/// <param name="History">Alerts of its body, this one among them, ascending in time (<see cref="FilterInput.History"/>); null for none.</param>
/// <param name="IsHistoryCut">Whether there are earlier ones that were left out, as there are too many.</param>
/// <param name="Watchlists">The lists on which its object is (<see cref="FilterInput.Watchlists"/>); null for none.</param>
public sealed record FilterBeside(
    IReadOnlyList<ReadOnlyMemory<byte>>? History, bool IsHistoryCut, IReadOnlyDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>? Watchlists)
{
    /// <summary>Nothing.</summary>
    public static FilterBeside None { get; } = new(null, IsHistoryCut: false, null);
}
