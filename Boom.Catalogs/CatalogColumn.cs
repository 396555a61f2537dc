using Boom.Core.Catalogs;

namespace Boom.Catalogs;

/// <summary>A column of a source.</summary>
/// <param name="Name">As the source has it.</param>
/// <param name="Type">Type of its values; of a text table what was inferred so far.</param>
/// <param name="Unit">Unit, as the source writes it.</param>
/// <param name="Description">What it means.</param>
public sealed record CatalogColumn(string Name, SkyColumnType Type, string? Unit = null, string? Description = null);

/// <summary>A column that is not brought in.</summary>
/// <param name="Name">As the source has it.</param>
/// <param name="Reason">Why, e.g. <c>an array of 3 values</c>.</param>
public sealed record SkippedColumn(string Name, string Reason);
