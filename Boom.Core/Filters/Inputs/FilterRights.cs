namespace Boom.Core.Filters;

/// <summary>What one filter may see, and what it is bound to.</summary>
/// <param name="Programs">Programmes of its own survey whose points it sees; null where the survey has none.</param>
/// <param name="PartnerPrograms">Programmes of the partner survey; null for the public one.</param>
/// <param name="Watchlist">A watch list on which the object must be; null for none.</param>
public sealed record FilterRights(IReadOnlyCollection<int>? Programs = null, IReadOnlyCollection<int>? PartnerPrograms = null, string? Watchlist = null)
{
    /// <summary>A filter of a survey without programmes.</summary>
    public static FilterRights All { get; } = new();
}
