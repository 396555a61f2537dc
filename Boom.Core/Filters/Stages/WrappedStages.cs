using Boom.Core.Filters.Checks;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;
using Boom.Core.Surveys;

namespace Boom.Core.Filters.Stages;

/// <summary>
/// A user's stages with those between them that bring in the object, its history and the partner survey, each before the first stage that asks, and the watch
/// list at the end.
/// </summary>
sealed class WrappedStages
{
    readonly FilterView _view;
    readonly FilterRights _rights;
    readonly CompileContext _context;
    readonly FilterValue _stages;
    readonly string[] _series;
    readonly string[] _objectFields;
    readonly string[] _partnerSeries;
    readonly int _objectBefore;
    readonly int _historyBefore;

    /// <exception cref="FilterException">A filter of a survey with programmes has the right to none.</exception>
    public WrappedStages(FilterView view, FilterRights rights, CompileContext context, in FilterValue stages)
    {
        (_view, _rights, _context, _stages) = (view, rights, context, stages);
        if (view.HasPrograms && rights.Programs is not { Count: > 0 })
            throw new FilterException(0, "", "", $"A filter of {view.Survey.ToUpperName()} needs permissions: which programmes it may see, such as 1 for public data");
        var use = new FieldUse(stages);
        _series = [.. view.Series.Where(name => use.FirstOf(name) >= 0)];
        _partnerSeries = view.Partner is { } partner ? [.. partner.Series.Where(name => use.FirstOf($"{Prefix(partner)}.{name}") >= 0)] : [];
        _objectFields = [.. FilterView.ObjectFields.Where(name => use.FirstOf(name) >= 0 || (name == "aliases" && _partnerSeries.Length > 0))];
        int[] uses =
        [
            .. _series.Concat(_objectFields).Select(use.FirstOf),
            .. _partnerSeries.Select(name => use.FirstOf($"{Prefix(view.Partner!)}.{name}")),
        ];
        _objectBefore = uses.Where(stage => stage >= 0).DefaultIfEmpty(-1).Min();
        _historyBefore = view.HasHistory ? use.FirstOf(FilterView.History) : -1;
    }

    public bool NeedsObject => _objectBefore >= 0;

    public bool NeedsPartner => _partnerSeries.Length > 0;

    public bool NeedsHistory => _historyBefore >= 0;

    public string? Watchlist => _rights.Watchlist;

    /// <exception cref="FilterException">A stage is not of the language.</exception>
    public Stage[] Compile(PipelineCompiler compiler)
    {
        var compiled = new List<Stage>();
        var walker = new ElementWalker(_stages);
        var number = 0;
        for (; walker.Next(); number++)
        {
            if (number == FilterLimits.Stages)
                throw new FilterException(0, "", "", $"A pipeline has at most {FilterLimits.Stages} stages");
            if (number == _historyBefore)
                compiled.Add(History(number + 1));
            if (number == _objectBefore)
                compiled.Add(Object(number + 1));
            compiled.Add(compiler.Stage(walker.Value, number + 1, ExpressionScope.Empty));
        }

        if (_rights.Watchlist is { } list)
            compiled.Add(new WatchlistStage(new(number + 1, "watch list", ""), list));
        return [.. compiled];
    }

    HistoryStage History(int number)
    {
        var slot = Slot(InputSource.History, FilterView.History, Programs, _view.WindowDays);
        _context.Shape = _context.Shape.With([(FilterView.History, slot)]);
        return new(new(number, FilterView.History, ""), slot);
    }

    ObjectStage Object(int number)
    {
        (string Path, int Slot)[] own =
        [
            .. _series.Select(name => (name, Slot(InputSource.Series, name, Programs, _view.WindowDays))),
            .. _objectFields.Select(name => (name, Slot(InputSource.ObjectField, name, ProgramMask.All, 0))),
        ];
        _context.Shape = _context.Shape.Without(["aux"]).With(own);
        if (_partnerSeries.Length == 0)
            return new(new(number, "object", ""), Named(own), [], null, null);
        var partner = _view.Partner!;
        var prefix = Prefix(partner);
        (string Path, int Slot)[] theirs =
            [.. _partnerSeries.Select(name => (name, Slot(InputSource.PartnerSeries, name, PartnerPrograms(partner), partner.WindowDays)))];
        var join = $"{partner.Survey.ToLowerName()}_aux";
        _context.Shape = _context.Shape.Without([join, prefix]).With([.. theirs.Select(each => ($"{prefix}.{each.Path}", each.Slot))]);
        return new(new(number, "object", ""), Named(own), Named(theirs), _context.Plan.Name(prefix), _context.Plan.Name(join));
    }

    ulong Programs => _view.HasPrograms ? ProgramMask.Of(_rights.Programs!) : ProgramMask.All;

    ulong PartnerPrograms(FilterPartner partner)
        => partner.HasPrograms ? ProgramMask.Of(_rights.PartnerPrograms is { Count: > 0 } programs ? programs : [1]) : ProgramMask.All;

    int Slot(InputSource source, string name, ulong programs, int windowDays)
        => _context.Plan.Slot(new InputRequest(source, _context.Plan.Name(name), programs, windowDays));

    (FieldName, int)[] Named((string Path, int Slot)[] fields) => [.. fields.Select(field => (_context.Plan.Name(field.Path), field.Slot))];

    static string Prefix(FilterPartner partner) => partner.Survey.ToUpperName();
}
