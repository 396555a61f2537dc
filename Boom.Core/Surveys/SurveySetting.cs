namespace Boom.Core.Surveys;

/// <summary>Something that the configuration may say of a survey's data, section <c>SurveyData</c>: <c>SurveyData:Winter:FirstFilter</c>.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Values">The values that it can have; the first is the default.</param>
public sealed record SurveySetting(string Name, IReadOnlyList<string> Values);
