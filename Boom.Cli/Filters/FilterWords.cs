using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Filters;

/// <summary>What a command line says of a filter; null where it says nothing.</summary>
/// <param name="Survey">Whose alerts.</param>
/// <param name="Programs">What it may see.</param>
/// <param name="Watchlist">The watch list that it is bound to.</param>
internal sealed record FilterWords(Survey? Survey = null, IReadOnlyList<int>? Programs = null, string? Watchlist = null)
{
    static readonly int[] Public = [1];

    /// <summary>A filter of a text.</summary>
    /// <param name="source">The file that has it, whose name may begin with that of a survey, or <c>-</c>.</param>
    /// <param name="pipeline">The text.</param>
    public NamedFilter Filter(string source, string pipeline) =>
        new(FilterText.NameOf(source), Survey ?? FilterText.SurveyOf(source) ?? Parsing.SurveyOption.Supported[0], pipeline, Programs ?? Public, null, Watchlist);
}

/// <summary>A filter that is to be tried.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Survey">Whose alerts it looks at.</param>
/// <param name="Pipeline">JSON text.</param>
/// <param name="Programs">Programmes that it may see.</param>
/// <param name="PartnerPrograms">Programmes of the partner survey; null for the public one.</param>
/// <param name="Watchlist">The watch list that it is bound to; null for none.</param>
internal sealed record NamedFilter(
    string Name, Survey Survey, string Pipeline, IReadOnlyList<int> Programs, IReadOnlyList<int>? PartnerPrograms, string? Watchlist)
{
    /// <summary>The filter, compiled.</summary>
    /// <exception cref="ExitException">It cannot be used.</exception>
    public ReadyFilter Compile()
    {
        var survey = SurveyCatalog.Default[Survey];
        var plan = new FilterPlan();
        var rights = new FilterRights(survey.FilterView.HasPrograms ? Programs : null, PartnerPrograms, Watchlist);
        try
        {
            return new ReadyFilter(this, survey, AlertFilter.Compile(Pipeline, survey.FilterView, rights, plan), plan);
        }
        catch (FilterException fault)
        {
            throw new ExitException(ExitCode.Usage, $"{Name}: {fault.Message}");
        }
    }
}

/// <summary>A filter that can look at alerts.</summary>
/// <param name="Named">What it was made of.</param>
/// <param name="Survey">Whose alerts.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Plan">What it asks for.</param>
internal sealed record ReadyFilter(NamedFilter Named, ISurvey Survey, AlertFilter Filter, FilterPlan Plan)
{
    /// <summary>Looks for what is mistyped while alerts are read.</summary>
    public FieldAdvice Fields { get; } = new(Named, Survey);

    /// <summary>What its author should know, sentences.</summary>
    /// <param name="alerts">What the alerts that were read for it are called; null when they say nothing of others.</param>
    public IReadOnlyList<string> Warnings(string? alerts) => [.. Filter.Warnings, .. ProgramAdvice.Of(Named, Survey), .. WatchlistAdvice.Of(Named), .. Fields.Tell(alerts)];

    /// <summary>Whether it may see an alert of this programme.</summary>
    public bool MaySee(int program) => !Survey.FilterView.HasPrograms || Named.Programs.Contains(program);
}
