using System.Diagnostics.Metrics;
using Boom.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>How much room there is on the disks that a program writes to: <c>disk.free</c> and <c>disk.size</c>.</summary>
sealed class DiskWatch : IHostedService, IDisposable
{
    public const string MeterName = "Boom.Disk";

    readonly Meter _meter = new(MeterName);
    readonly KeyValuePair<string, object?> _use;
    readonly string _folder;

    /// <param name="use">What is written there: <c>store</c> or <c>cutouts</c>.</param>
    /// <param name="folder">Full path of a folder on the disk; it need not be there yet.</param>
    public DiskWatch(string use, string folder)
    {
        (_use, _folder) = (new("use", use), folder);
        _meter.CreateObservableGauge("disk.free", () => Measure(disk => disk.Free), "By", "Room that is left on the disk.");
        _meter.CreateObservableGauge("disk.size", () => Measure(disk => disk.Size), "By", "Size of the disk.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    IEnumerable<Measurement<long>> Measure(Func<(long Free, long Size), long> part) => DiskSpace.Look(_folder) is { } disk ? [new Measurement<long>(part(disk), _use)] : [];
}

/// <summary>Registration of <see cref="DiskWatch"/>.</summary>
public static class DiskWatchExtensions
{
    /// <summary>Measures the disk of a folder, and checks that there is room.</summary>
    public static void WatchDisk(this IHostApplicationBuilder builder, string use, string folder)
    {
        builder.Services.AddSingleton<IHostedService>(_ => new DiskWatch(use, folder));
        builder.Services.AddHealthChecks().AddCheck($"disk of the {use}", new DiskHealthCheck(use, () => DiskSpace.Look(folder)));
    }
}
