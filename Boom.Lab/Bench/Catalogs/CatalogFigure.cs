using System.Globalization;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>One figure of catalogues, round by round.</summary>
/// <param name="Title">What is measured.</param>
/// <param name="Unit">Its unit, such as <c>cones/s</c>.</param>
/// <param name="Goal">What it is to reach; null for none.</param>
/// <param name="IsAtMost">The goal is not to be passed.</param>
internal sealed record CatalogFigure(string Title, string Unit, double? Goal = null, bool IsAtMost = false)
{
    /// <summary>A value a round.</summary>
    public List<double> Rounds { get; } = [];

    /// <summary>What belongs to it: mean rows found, bytes allocated.</summary>
    public string Remark { get; set; } = "";

    /// <summary>Smallest, middle and largest.</summary>
    public Spread Spread => Spread.Of(Rounds);
}

/// <summary>All figures of <c>boom bench catalog</c>.</summary>
/// <param name="Rows">Rows of the large tables.</param>
/// <param name="Figures">What was measured.</param>
internal sealed record CatalogFigures(int Rows, IReadOnlyList<CatalogFigure> Figures)
{
    /// <summary>A table for people; it is valid Markdown.</summary>
    public void WriteText(TextWriter output, MachineDescription machine)
    {
        output.WriteLine($"{machine.Cpu}, {machine.Cores} cores; {machine.System}; {machine.Runtime}; boom {machine.Version}; load average before: {machine.LoadBefore?.ToString("0.00", CultureInfo.InvariantCulture) ?? "unknown"}");
        output.WriteLine($"Tables of {Number(Rows)} rows and 12 columns; one thread; values of rows are read with every cone.");
        output.WriteLine();
        output.WriteLine("| | min | median | max | unit | goal | |");
        output.WriteLine("| --- | ---: | ---: | ---: | --- | ---: | --- |");
        foreach (var figure in Figures)
        {
            var (min, median, max) = figure.Spread;
            var goal = figure.Goal is { } value ? $"{(figure.IsAtMost ? "≤" : "≥")} {Number(value)}" : "";
            output.WriteLine($"| {figure.Title} | {Number(min)} | {Number(median)} | {Number(max)} | {figure.Unit} | {goal} | {figure.Remark} |");
        }
    }

    /// <summary>The same for programs.</summary>
    public void WriteJson(TextWriter output, MachineDescription machine) => LabJson.Write(output, new CatalogFiguresJson(
        machine, Rows, Figures.Select(figure => new CatalogFigureJson(
            figure.Title, figure.Unit, figure.Spread.Min, figure.Spread.Median, figure.Spread.Max, figure.Goal, figure.IsAtMost, figure.Remark))));

    static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.###" : "#,0", CultureInfo.InvariantCulture);
}
