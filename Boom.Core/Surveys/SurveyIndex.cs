namespace Boom.Core.Surveys;

/// <summary>An index that only this survey needs.</summary>
/// <param name="OfObjects">On objects; else on alerts.</param>
/// <param name="Keys">Fields, in order, and whether the largest comes first.</param>
/// <param name="OnlyWith">Holds only documents that have this field; null for all.</param>
public sealed record SurveyIndex(bool OfObjects, IReadOnlyList<(string Field, bool Descending)> Keys, string? OnlyWith = null);
