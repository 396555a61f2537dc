using System.Globalization;

namespace Boom.Lab.Bench.Services;

/// <summary>The figures, with the machine that they hold for.</summary>
internal static class ServicesOutput
{
    const double Mebibyte = 1 << 20;
    const double GoalMebibytes = 512;
    const double GoalRequestsPerBatch = 6;

    /// <summary>Two tables for people; they are valid Markdown.</summary>
    public static void WriteText(TextWriter output, ServicesFigures figures)
    {
        var (machine, options, sections) = (figures.Machine, figures.Options, figures.Sections);
        output.WriteLine($"{machine.Cpu}, {machine.Cores} cores, {Number(machine.MemoryBytes / Mebibyte / 1024)} GiB; {machine.System}; {machine.Runtime}");
        output.WriteLine(
            $"boom {machine.Version}; {State(figures)}; {Number(options.Alerts)} alerts, {options.Rounds} rounds; "
            + $"{options.Consumers} consumer, {options.AlertWorkers} alert worker, {options.Enrichers} enricher");
        output.WriteLine();
        output.WriteLine("| section | alerts/s min | median | max | bare min | median | max | share of the bare part min | median | max | goal | longest pause ms (bare) | p50 / p99 packet to stored, ms | reference |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |");
        foreach (var section in sections)
            output.WriteLine($"| {string.Join(" | ", Cells(section))} |");
        output.WriteLine();
        output.WriteLine("| section | program | CPU s per 1,000 | per batch | queue calls per batch | queue commands per alert | store requests per batch | peak MiB resident |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var section in sections)
        {
            foreach (var (name, _) in section.Rounds[0].Programs)
                output.WriteLine($"| {section.Key} | {string.Join(" | ", Cells(section, name))} |");
        }

        output.WriteLine();
        output.WriteLine("Paces are those of the middle 80 %; the second table has medians, of memory the largest. A queue call waits for one answer; a fetch of payloads is");
        output.WriteLine("one call. Store requests are all that is sent, also what is under way at the same time. Reference: the Rust BOOM, measured on two virtual cores of");
        output.WriteLine("this class against a database that answers at once (quiet: nothing else runs; busy: no core goes idle). Here, busy: a loop of the lowest priority on");
        output.WriteLine("each core; shared: others were at work; quiet: neither.");
    }

    public static void WriteJson(TextWriter output, ServicesFigures figures) => LabJson.Write(output, new ServicesJson(
        figures.Machine, "services", figures.State, figures.IdleShare ?? double.NaN, figures.Options.Alerts, figures.Options.Consumers,
        figures.Options.AlertWorkers, figures.Options.Enrichers, figures.Sections.Select(SectionOf)));

    static ServicesSectionJson SectionOf(ServicesSection section)
    {
        var pace = section.Spread(round => round.AlertsPerSecond);
        var bare = section.Spread(round => round.BarePerSecond);
        var share = section.Spread(round => round.Share);
        var pause = section.Spread(round => round.LongestPause.TotalSeconds);
        var p50 = section.Spread(round => round.P50Seconds);
        var p99 = section.Spread(round => round.P99Seconds);
        return new(
            section.Key, section.Title, pace.Min, pace.Median, pace.Max, bare.Min, bare.Median, bare.Max, share.Min, share.Median, share.Max,
            pause.Min, pause.Median, pause.Max, p50.Min, p50.Median, p50.Max, p99.Min, p99.Median, p99.Max,
            section.GoalPerSecond, section.GoalShare, section.ReachesGoal, section.Rounds[0].Programs.Select(program => ProgramOf(section, program.Name)),
            section.Reference);
    }

    static ProgramJson ProgramOf(ServicesSection section, string name) => new(
        name,
        Figure(section, name, figures => figures.CpuSecondsPerThousand).Median,
        Figure(section, name, figures => figures.AlertsPerBatch).Median,
        Figure(section, name, figures => figures.QueueCallsPerBatch).Median,
        Figure(section, name, figures => figures.QueueCommandsPerAlert).Median,
        Figure(section, name, figures => figures.StoreRequestsPerBatch).Median,
        Figure(section, name, figures => figures.PeakResidentBytes).Max);

    static IEnumerable<string> Cells(ServicesSection section)
    {
        var pace = section.Spread(round => round.AlertsPerSecond);
        var bare = section.Spread(round => round.BarePerSecond);
        var share = section.Spread(round => round.Share);
        var pause = Number(section.Spread(round => round.LongestPause.TotalMilliseconds).Max);
        var p50 = section.Spread(round => round.P50Seconds * 1000).Median;
        return
        [
            section.Title, Number(pace.Min), Number(pace.Median), Number(pace.Max), Number(bare.Min), Number(bare.Median), Number(bare.Max),
            Percent(share.Min), Percent(share.Median), Percent(share.Max),
            section is { GoalPerSecond: { } goal, GoalShare: { } part }
                ? $"≥ {Number(goal)} or ≥ {Percent(part)}: {(section.ReachesGoal == true ? "reached" : "missed")}"
                : "",
            double.IsNaN(bare.Median) ? pause : $"{pause} ({Number(section.Spread(round => round.BareLongestPause.TotalMilliseconds).Max)})",
            double.IsNaN(p50) ? "" : $"{Number(p50)} / {Number(section.Spread(round => round.P99Seconds * 1000).Median)}",
            section.Reference,
        ];
    }

    static IEnumerable<string> Cells(ServicesSection section, string name)
    {
        var isProgram = name is not ("Kafka server" or "queue server" or "store server");
        var requests = Figure(section, name, figures => figures.StoreRequestsPerBatch).Median;
        var memory = Number(Figure(section, name, figures => figures.PeakResidentBytes).Max / Mebibyte);
        return
        [
            name,
            Text(Figure(section, name, figures => figures.CpuSecondsPerThousand).Median, "0.000"),
            Text(Figure(section, name, figures => figures.AlertsPerBatch).Median, "0"),
            Text(Figure(section, name, figures => figures.QueueCallsPerBatch).Median, "0.0"),
            Text(Figure(section, name, figures => figures.QueueCommandsPerAlert).Median, "0.00"),
            name == ProgramKind.AlertWorker.Name ? $"{Text(requests, "0.0")} (≤ {Number(GoalRequestsPerBatch)})" : Text(requests, "0.0"),
            isProgram ? $"{memory} (≤ {Number(GoalMebibytes)})" : memory,
        ];
    }

    static Spread Figure(ServicesSection section, string name, Func<ProgramFigures, double> value) => section.Spread(
        round => round.Programs.Where(program => program.Name == name).Select(program => (double?)value(program.Figures)).FirstOrDefault());

    static string State(ServicesFigures figures) =>
        $"{figures.State}, load average before: {(figures.Machine.LoadBefore is { } load ? Text(load, "0.00") : "unknown")}, "
        + $"cores idle {(figures.IdleShare is { } idle ? Percent(idle) : "an unknown part")} of the time";

    static string Number(double value) => Text(value, "#,0");

    static string Percent(double share) => double.IsNaN(share) ? "" : Text(share * 100, "0") + " %";

    static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}
