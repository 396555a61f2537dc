using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>The options of all surveys.</summary>
/// <param name="general">Of surveys that have none of their own.</param>
/// <param name="surveys">Of those that have.</param>
public sealed class RegistrySettings(RegistryOptions general, IReadOnlyDictionary<Survey, RegistryOptions> surveys)
{
    /// <summary>Folder of the schemas that were fetched, of all surveys.</summary>
    public string CacheFolder => general.CacheFolder;

    /// <summary>The options of a survey.</summary>
    public RegistryOptions Of(Survey survey) => surveys.GetValueOrDefault(survey, general);
}
