namespace Boom.Catalogs;

/// <summary>A row that could not be taken.</summary>
/// <param name="Place">Where, e.g. <c>line 17</c>.</param>
/// <param name="Reason">Why, e.g. <c>the declination is out of range</c>.</param>
/// <param name="Detail">The values that are the matter, shown safely; null when there is nothing to show.</param>
public sealed record CatalogRefusal(string Place, string Reason, string? Detail)
{
    /// <inheritdoc/>
    public override string ToString() => Detail is null ? $"{Place}: {Reason}" : $"{Place}: {Reason} ({Detail})";
}
