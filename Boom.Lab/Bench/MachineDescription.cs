using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Boom.Lab.Bench;

/// <summary>What figures are worth nothing without.</summary>
/// <param name="Cpu">Model of the processor.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="MemoryBytes">Memory that this process may use.</param>
/// <param name="Version">Version of this program, with the commit when it was built from a checkout.</param>
/// <param name="LoadBefore">Load average of the last minute, before anything was measured; null where the system has none.</param>
internal sealed record MachineDescription(
    string Cpu, int Cores, long MemoryBytes, string System, string Runtime, string Version, double? LoadBefore)
{
    /// <summary>From this load per core on, others were at work as well.</summary>
    const double BusyLoadPerCore = 0.25;

    /// <summary>Whether others were at work; null where it is not known.</summary>
    public bool? Busy => LoadBefore is { } load ? load > BusyLoadPerCore * Cores : null;

    public static MachineDescription Read() => new(
        FirstValue("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        typeof(MachineDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        ReadLoad());

    static double? ReadLoad() =>
        File.Exists("/proc/loadavg")
        && double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var load)
            ? load
            : null;

    static string? FirstValue(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        var line = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
