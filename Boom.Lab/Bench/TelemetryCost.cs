namespace Boom.Lab.Bench;

/// <summary>Paces without and with telemetry, pair by pair.</summary>
internal sealed class TelemetryCost
{
    /// <summary>Most of the pace that telemetry may take.</summary>
    public const double Goal = 0.02;

    readonly List<(BenchMeasure Off, BenchMeasure On)> _pairs = [];

    /// <summary>Share of the pace that is lost, by pair; negative where the run with telemetry was the faster one.</summary>
    public Spread Lost => Spread.OfNumbers(_pairs.Select(pair => 1 - (pair.On.AlertsPerSecond / pair.Off.AlertsPerSecond)));

    /// <summary>Share of processor time that is added, by pair.</summary>
    public Spread Added => Spread.OfNumbers(_pairs.Select(pair => (pair.On.CpuMillisecondsPerAlert / pair.Off.CpuMillisecondsPerAlert) - 1));

    public void Add(BenchMeasure off, BenchMeasure on) => _pairs.Add((off, on));

    /// <summary>A table for people; it is valid Markdown.</summary>
    public void WriteText(TextWriter output, MachineDescription machine, int alerts)
    {
        output.WriteLine(FormattableString.Invariant($"{machine.Cpu}, {machine.Cores} cores; {machine.System}; {machine.Runtime}"));
        output.WriteLine(FormattableString.Invariant($"boom {machine.Version}; load average before: {machine.LoadBefore:0.00}; {alerts:#,0} alerts, {_pairs.Count} pairs"));
        output.WriteLine();
        output.WriteLine("| telemetry | alerts/s min | median | max | CPU ms per alert |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        output.WriteLine(Row("off", pair => pair.Off));
        output.WriteLine(Row("on", pair => pair.On));
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant(
            $"Pace lost, by pair: {Lost.Min:0.0 %} to {Lost.Max:0.0 %}, median {Lost.Median:0.0 %} (goal: at most {Goal:0 %}). Processor time added: median {Added.Median:0.0 %}."));
    }

    public void WriteJson(TextWriter output, MachineDescription machine, int alerts) => LabJson.Write(output, new TelemetryJson(
        machine, alerts, _pairs.Select(pair => new PairJson(pair.Off.AlertsPerSecond, pair.On.AlertsPerSecond)), Lost.Median, Added.Median, Goal));

    string Row(string name, Func<(BenchMeasure Off, BenchMeasure On), BenchMeasure> side)
    {
        var pace = Spread.OfNumbers(_pairs.Select(pair => side(pair).AlertsPerSecond));
        var processor = Spread.OfNumbers(_pairs.Select(pair => side(pair).CpuMillisecondsPerAlert));
        return FormattableString.Invariant($"| {name} | {pace.Min:#,0} | {pace.Median:#,0} | {pace.Max:#,0} | {processor.Median:0.000} |");
    }
}
