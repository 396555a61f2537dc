using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>How much room there is on the disks that a program writes to: <c>disk.free</c> and <c>disk.size</c>.</summary>
sealed class DiskWatch : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boom.Disk";

    readonly Meter _meter = new(MeterName);
    readonly KeyValuePair<string, object?> _use;
    readonly string _folder;

    /// <param name="use">What is written there: <c>store</c> or <c>cutouts</c>.</param>
    /// <param name="folder">Full path of a folder on the disk; it need not be there yet.</param>
    public DiskWatch(string use, string folder)
    {
        (_use, _folder) = (new("use", use), folder);
        _meter.CreateObservableGauge("disk.free", () => Measure(disk => disk.AvailableFreeSpace), "By", "Room that is left on the disk.");
        _meter.CreateObservableGauge("disk.size", () => Measure(disk => disk.TotalSize), "By", "Size of the disk.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    IEnumerable<Measurement<long>> Measure(Func<DriveInfo, long> size)
    {
        try
        {
            return [new Measurement<long>(size(new DriveInfo(_folder)), _use)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share that is away for the moment has no size.
            return [];
        }
    }
}

/// <summary>Registration of <see cref="DiskWatch"/>.</summary>
static class DiskWatchExtensions
{
    /// <summary>Measures the disk of a folder.</summary>
    public static void WatchDisk(this IHostApplicationBuilder builder, string use, string folder) =>
        builder.Services.AddSingleton<IHostedService>(_ => new DiskWatch(use, folder));
}
