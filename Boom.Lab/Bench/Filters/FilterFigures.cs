using System.Globalization;

namespace Boom.Lab.Bench.Filters;

/// <summary>Filters of one shape, round by round.</summary>
/// <param name="Shape">The shape.</param>
internal sealed record FilterFigure(PipelineShape Shape)
{
    /// <summary>A measure a round.</summary>
    public List<FilterMeasure> Rounds { get; } = [];

    /// <summary>Microseconds to compile a filter, a value a round.</summary>
    public List<double> CompileMicroseconds { get; } = [];

    /// <summary>Smallest, middle and largest of something.</summary>
    public Spread Spread(Func<FilterMeasure, double> value) => Bench.Spread.Of(Rounds.Select(value));
}

/// <summary>All figures of <c>boom bench filters</c>.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Shapes">What was measured.</param>
/// <param name="Reference">The reference's way on a server; empty when none was given.</param>
internal sealed record FilterFigures(FilterBenchOptions Options, IReadOnlyList<FilterFigure> Shapes, IReadOnlyList<ReferenceFigure> Reference)
{
    /// <summary>Tables for people; they are valid Markdown.</summary>
    public void WriteText(TextWriter output, MachineDescription machine)
    {
        output.WriteLine(Text($"{machine.Cpu}, {machine.Cores} cores; {machine.System}; {machine.Runtime}"));
        output.WriteLine(Text($"boom {machine.Version}; load average before: {machine.LoadBefore:0.00}"));
        output.WriteLine(Text($"{Options.Filters:#,0} different filters of each shape on {Options.Alerts:#,0} alerts, seed {Options.Seed}, batches of {FilterBench.BatchSize}, one thread; field indexes are built within the time"));
        output.WriteLine();
        output.WriteLine("| shape | evaluations/s of a core, min | median | max | goal | by the clock | bytes/evaluation | alerts/s, all filters | goal | passed % | errors | compiled in µs |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var figure in Shapes)
        {
            var rate = figure.Spread(round => round.EvaluationsPerCoreSecond);
            output.WriteLine(string.Join(
                " | ",
                Text($"| {figure.Shape.Key}: {figure.Shape.Title}"), Text($"{rate.Min:#,0}"), Text($"{rate.Median:#,0}"), Text($"{rate.Max:#,0}"),
                Goal(figure.Shape.Goal), Text($"{figure.Spread(round => round.EvaluationsPerSecond).Median:#,0}"), Text($"{figure.Spread(round => round.BytesPerEvaluation).Median:0.###}"),
                Text($"{figure.Spread(round => round.AlertsPerCoreSecond).Median:#,0.#}"), Goal(figure.Shape.AlertsGoal), Text($"{PassedPercent(figure):0.##}"),
                Text($"{figure.Rounds.Max(round => round.Errors)}"), Text($"{Spread.Of(figure.CompileMicroseconds).Median:#,0} |")));
        }

        if (Reference.Count > 0)
            WriteReference(output);
    }

    /// <summary>The same for programs.</summary>
    public void WriteJson(TextWriter output, MachineDescription machine) => LabJson.Write(output, new FiltersJson(
        machine, Options.Filters, Options.Alerts, Options.Seed, Options.Rounds,
        Shapes.Select(figure =>
        {
            var rate = figure.Spread(round => round.EvaluationsPerCoreSecond);
            return new FilterShapeJson(
                figure.Shape.Key, figure.Shape.Title, rate.Min, rate.Median, rate.Max, figure.Shape.Goal, figure.Spread(round => round.EvaluationsPerSecond).Median,
                figure.Spread(round => round.BytesPerEvaluation).Median, figure.Spread(round => round.AlertsPerCoreSecond).Median, figure.Shape.AlertsGoal,
                PassedPercent(figure), figure.Rounds.Max(round => round.Errors), Spread.Of(figure.CompileMicroseconds).Median);
        }),
        Reference.Select(figure => new FilterReferenceJson(
            figure.Shape.Key, figure.Server, figure.Filters, figure.Ran, figure.Refusal, figure.Alerts, figure.EvaluationsPerSecond, figure.OwnPerSecond, figure.Agreeing))));

    void WriteReference(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Text($"The reference's way on {Reference[0].Server}: for each filter one aggregate on the candids of a batch, which begins with a $match of them; {Reference[0].Alerts:#,0} alerts. It is a server that was given, and not need be MongoDB."));
        output.WriteLine();
        output.WriteLine("| shape | filters | it could run | evaluations/s | ours by the clock, same filters and alerts | ratio | same number passed | first refusal |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var figure in Reference)
        {
            var ran = figure.Ran > 0;
            output.WriteLine(string.Join(
                " | ",
                $"| {figure.Shape.Key}", Text($"{figure.Filters}"), Text($"{figure.Ran}"), ran ? Text($"{figure.EvaluationsPerSecond:#,0}") : "", ran ? Text($"{figure.OwnPerSecond:#,0}") : "",
                ran ? Text($"{figure.OwnPerSecond / figure.EvaluationsPerSecond:#,0}") : "", ran ? Text($"{figure.Agreeing} of {figure.Ran}") : "", $"{figure.Refusal} |"));
        }
    }

    static double PassedPercent(FilterFigure figure) => figure.Spread(round => 100.0 * round.Passed / Math.Max(1, round.Evaluations)).Median;

    static string Goal(double? goal) => goal is { } value ? Text($"≥ {value:#,0}") : "";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
