using System.Runtime.CompilerServices;

namespace Boom.Core.Catalogs;

/// <summary>
/// Lets look-ups in until the table is closed, and frees the map when the last of them has left. Counts are kept in stripes by thread, a pair of cache lines
/// each, so that look-ups of several threads do not wait for each other.
/// </summary>
/// <param name="free">Called once, by whoever leaves last.</param>
/// <param name="name">Named when somebody comes too late.</param>
sealed class SkyTableGate(Action free, string name)
{
    const int Stripes = 32;
    const int Spacing = 16;

    readonly long[] _inside = new long[(Stripes + 1) * Spacing];
    int _closed;
    int _freed;

    /// <summary>Comes in; the answer is to be given to <see cref="Exit"/>, by any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Enter()
    {
        var stripe = ((Environment.CurrentManagedThreadId & (Stripes - 1)) + 1) * Spacing;
        Interlocked.Increment(ref _inside[stripe]);
        if (Volatile.Read(ref _closed) != 0)
            Refuse(stripe);
        return stripe;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int stripe)
    {
        Interlocked.Decrement(ref _inside[stripe]);
        if (Volatile.Read(ref _closed) != 0)
            FreeIfEmpty();
    }

    /// <summary>Lets nobody in any more. Does not wait.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _closed, 1);
        FreeIfEmpty();
    }

    // Whoever comes after the closing touches nothing, so a stripe that was once empty stays so.
    void FreeIfEmpty()
    {
        for (var stripe = 1; stripe <= Stripes; stripe++)
        {
            if (Volatile.Read(ref _inside[stripe * Spacing]) != 0)
                return;
        }

        if (Interlocked.Exchange(ref _freed, 1) == 0)
            free();
    }

    void Refuse(int stripe)
    {
        Exit(stripe);
        throw new ObjectDisposedException(name, $"The table {name} has been closed.");
    }
}
