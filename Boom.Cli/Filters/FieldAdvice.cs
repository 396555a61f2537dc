using Boom.Core.Filters;
using Boom.Core.Surveys;

namespace Boom.Cli.Filters;

/// <summary>Looks for what is mistyped in a filter while alerts are read for it: paths that no alert has, and types that never meet.</summary>
/// <param name="named">The filter.</param>
/// <param name="survey">Whose alerts.</param>
internal sealed class FieldAdvice(NamedFilter named, ISurvey survey)
{
    readonly FieldCheck _check = new(named.Pipeline, survey.FilterView, SurveyCatalog.Default.Supported.Select(key => SurveyCatalog.Default[key].FilterView));

    /// <summary>Looks at alerts that the filter would look at.</summary>
    public void Look(IReadOnlyList<FilterSubject> subjects)
    {
        foreach (var subject in subjects)
        {
            if (subject is { Fault: null, IsEnriched: true } && (!survey.FilterView.HasPrograms || named.Programs.Contains(subject.ProgramId)))
                _check.Look(subject.Input);
        }
    }

    /// <summary>What its author should know, sentences.</summary>
    /// <param name="alerts">What the alerts that were looked at are called; null when they say nothing of others.</param>
    public IReadOnlyList<string> Tell(string? alerts) => _check.Tell(alerts);
}
