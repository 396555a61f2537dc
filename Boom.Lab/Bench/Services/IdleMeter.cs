using System.Globalization;

namespace Boom.Lab.Bench.Services;

/// <summary>What share of their time the cores of this machine were idle, whoever used them: from the first line of <c>/proc/stat</c>.</summary>
internal sealed class IdleMeter
{
    readonly (double Idle, double All)? _before = Read();

    /// <summary>Since this meter was made; null where the system does not tell.</summary>
    public double? Share => _before is { } before && Read() is { } now && now.All > before.All
        ? (now.Idle - before.Idle) / (now.All - before.All)
        : null;

    /// <summary>Idle time, waits for disks included, and all time, in ticks of the system; null when the line is none of <c>/proc/stat</c>.</summary>
    internal static (double Idle, double All)? Parse(string? line)
    {
        // cpu user nice system idle iowait irq softirq steal; guests are counted as users.
        var fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length < 9 || fields[0] != "cpu")
            return null;
        var ticks = Array.ConvertAll(fields[1..9], field => double.Parse(field, CultureInfo.InvariantCulture));
        return (ticks[3] + ticks[4], ticks.Sum());
    }

    static (double Idle, double All)? Read() => File.Exists("/proc/stat") ? Parse(File.ReadLines("/proc/stat").FirstOrDefault()) : null;
}
