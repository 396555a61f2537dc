using System.Globalization;
using Boom.Core.Surveys;
using Boom.Simulation;

namespace Boom.Lab.Bench;

/// <summary>The figures, with the machine that they hold for.</summary>
internal static class BenchOutput
{
    const double Mebibyte = 1 << 20;

    /// <summary>A table for people; it is valid Markdown.</summary>
    public static void WriteText(TextWriter output, MachineDescription machine, SimulationOptions night, IReadOnlyList<BenchSection> sections)
    {
        output.WriteLine($"{machine.Cpu}, {machine.Cores} cores, {Number(machine.MemoryBytes / Mebibyte / 1024)} GiB; {machine.System}; {machine.Runtime}");
        output.WriteLine($"boom {machine.Version}; load average before: {LoadText(machine)}; {Number(night.Alerts)} alerts of {night.Survey.ToUpperName()}, {sections[0].Rounds.Count} rounds");
        output.WriteLine();
        output.WriteLine("| section | alerts/s min | median | max | goal | CPU ms per alert | kB allocated per alert | peak MiB resident | reference |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var section in sections)
            output.WriteLine($"| {string.Join(" | ", Cells(section))} |");
        output.WriteLine();
        output.WriteLine("CPU, allocations and memory are those of the whole process, embedded servers included. Reference: the Rust BOOM, measured on two");
        output.WriteLine("virtual cores of this class against a database that answers at once (quiet: nothing else runs; busy: no core goes idle).");
    }

    public static void WriteJson(TextWriter output, MachineDescription machine, SimulationOptions night, IReadOnlyList<BenchSection> sections) =>
        LabJson.Write(output, new BenchJson(machine, night.Survey.ToUpperName(), night.Alerts, sections.Select(BenchSectionJson.Of)));

    static IEnumerable<string> Cells(BenchSection section)
    {
        var (min, median, max) = section.Spread(round => round.AlertsPerSecond);
        var memory = Number(section.Spread(round => round.PeakResidentBytes).Max / Mebibyte);
        return
        [
            section.Title,
            Number(min),
            Number(median),
            Number(max),
            section.GoalPerSecond is { } goal ? $"≥ {Number(goal)}" : "",
            section.Spread(round => round.CpuMillisecondsPerAlert).Median.ToString("0.000", CultureInfo.InvariantCulture),
            (section.Spread(round => round.AllocatedBytesPerAlert).Median / 1000).ToString("0.0", CultureInfo.InvariantCulture),
            section.GoalResidentBytes is { } bytes ? $"{memory} (≤ {Number(bytes / Mebibyte)})" : memory,
            section.Reference,
        ];
    }

    static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    static string LoadText(MachineDescription machine) => machine.LoadBefore is { } load
        ? $"{load.ToString("0.00", CultureInfo.InvariantCulture)} ({(machine.Busy == true ? "busy" : "quiet")})"
        : "unknown";
}
