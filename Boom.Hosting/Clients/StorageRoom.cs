using System.Globalization;

namespace Boom.Hosting.Clients;

/// <summary>A folder that is written to.</summary>
/// <param name="Use">What is written there: <c>store</c> or <c>cutouts</c>.</param>
/// <param name="Folder">Full path; it need not be there yet.</param>
public readonly record struct StoragePlace(string Use, string Folder);

/// <summary>
/// Whether the disks that a program writes to have the room that <see cref="StorageOptions.MinimumFree"/> asks for. They are looked at beside the work, as a
/// share that hangs must not hold it up; one that cannot be looked at counts as it was seen last. Safe for concurrent use.
/// </summary>
/// <param name="minimumFree">Bytes; 0 for no limit.</param>
/// <param name="places">What is written to.</param>
/// <param name="measure">Free bytes and size of the disk of a folder; null when that cannot be told.</param>
/// <param name="time">Clock of the looks.</param>
public sealed class StorageRoom(
    long minimumFree, IReadOnlyList<StoragePlace> places, Func<string, (long Free, long Size)?> measure, TimeProvider time)
{
    // A disk that takes 500 MB/s loses half a gigabyte between two looks.
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A share that is away at the start does not keep the program from starting.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    readonly string?[] _shortages = new string?[places.Count];
    volatile string? _shortage;
    volatile Task? _slow;
    Task? _look;
    long _lookedAt;

    /// <summary>What there is too little room for, in a sentence with its remedy; null when there is enough.</summary>
    public string? Shortage => _shortage;

    /// <summary>Completes when no look is under way; never fails.</summary>
    internal Task Settled
    {
        get
        {
            lock (_lock)
                return _look ?? Task.CompletedTask;
        }
    }

    /// <summary>Looks, and waits some seconds at most.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Begin(isDue: true).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What is not known does not hold up the work; the look goes on.
        }
    }

    /// <summary>Looks when it is time, beside the work.</summary>
    public void Update() => Begin(isDue: false);

    /// <summary>What there is too little room for, as seen a second ago at most; null when there is enough. Waits some seconds for a look, once for each.</summary>
    public async ValueTask<string?> FindShortageAsync(CancellationToken cancellationToken)
    {
        var look = Begin(isDue: false);
        if (!look.IsCompleted && !ReferenceEquals(look, _slow))
        {
            try
            {
                await look.WaitAsync(Patience, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                _slow = look;
            }
        }

        return _shortage;
    }

    Task Begin(bool isDue)
    {
        lock (_lock)
        {
            if (_look is { IsCompleted: false })
                return _look;
            if (minimumFree == 0 || (!isDue && _look is not null && time.GetElapsedTime(_lookedAt) < Interval))
                return Task.CompletedTask;
            _lookedAt = time.GetTimestamp();
            return _look = Task.Run(Look);
        }
    }

    void Look()
    {
        for (var i = 0; i < places.Count; i++)
        {
            if (measure(places[i].Folder) is not { } disk)
                continue;

            // Some more than the floor, lest it be reached again with the next batch.
            var enough = _shortages[i] is null ? minimumFree : minimumFree + (minimumFree / 10);
            _shortages[i] = disk.Free < enough ? Describe(places[i], disk.Free) : null;
        }

        _shortage = Array.Find(_shortages, shortage => shortage is not null);
    }

    string Describe(StoragePlace place, long free) => string.Create(
        CultureInfo.InvariantCulture,
        $"No room: {Text(free)} is free on the disk of the {place.Use} ({place.Folder}), and Storage:MinimumFree keeps {Text(minimumFree)}; make room, and it goes on by itself at {Text(minimumFree + (minimumFree / 10))}, or lower Storage:MinimumFree");

    static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");
}
