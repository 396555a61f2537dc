using System.Globalization;
using Boom.Core.Surveys;

namespace Boom.Cli.Filters;

/// <summary>Names programmes that a survey does not have.</summary>
internal static class ProgramAdvice
{
    /// <summary>A sentence for each; none where the survey has no programmes, or says nothing of them.</summary>
    public static IEnumerable<string> Of(NamedFilter named, ISurvey survey)
    {
        var known = survey.Topics.Programs;
        if (!survey.FilterView.HasPrograms || known.Count == 0)
            yield break;
        var list = string.Join(", ", known.Select(program => string.Create(CultureInfo.InvariantCulture, $"{program.Number} ({program.Name})")));
        foreach (var program in named.Programs)
        {
            if (!known.Any(each => each.Number == program))
                yield return string.Create(CultureInfo.InvariantCulture, $"{survey.Key.ToUpperName()} has no programme {program}: it has {list}.");
        }
    }
}
