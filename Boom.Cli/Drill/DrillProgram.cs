using Boom.Testing;

namespace Boom.Cli.Drill;

/// <summary>One stage program of a drill, which is started again and again.</summary>
/// <param name="name">Name and slot, e.g. <c>alert-worker-1</c>.</param>
/// <param name="start">Starts it: true for that of the earlier build.</param>
/// <param name="time">Clock.</param>
internal sealed class DrillProgram(string name, Func<bool, ChildProcess> start, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A program that is asked to end does so within this.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    const int EndedBySigTerm = 128 + ChildProcess.SigTerm;

    ChildProcess? _process;

    /// <summary>Name and slot.</summary>
    public string Name => name;

    /// <summary>It is started as that of the earlier build.</summary>
    public bool IsEarlier { get; set; }

    /// <summary>Starts it.</summary>
    public void Start() => _process = start(IsEarlier);

    /// <summary>Ends it without a word.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Asks it to end; a sentence when it does not do so in time and with exit code 0, else null.</summary>
    public async Task<string?> StopAsync(CancellationToken cancellationToken)
    {
        if (_process is not { } process)
            return null;
        if (process.HasExited)
            return await GiveUpAsync($"{name} had ended by itself with exit code {process.ExitCode}: {process.Tail()}");
        var began = time.GetTimestamp();
        process.Signal(ChildProcess.SigTerm);
        if (!await process.WaitAsync(LongestStop, cancellationToken))
            return await GiveUpAsync(FormattableString.Invariant($"{name} has not ended {LongestStop.TotalSeconds} s after SIGTERM"));
        // The runtime itself is not up in its first moments: a signal then ends the program as any other.
        return process.ExitCode == 0 || (process.ExitCode == EndedBySigTerm && !process.HasSpoken)
            ? await GiveUpAsync(null)
            : await GiveUpAsync(FormattableString.Invariant(
                $"{name} ended with exit code {process.ExitCode}, {time.GetElapsedTime(began).TotalSeconds:0.0} s after SIGTERM: {process.Tail()}"));
    }

    /// <summary>A sentence when it has ended by itself, else null.</summary>
    public string? FindEnd() => _process is { HasExited: true } process
        ? $"{name} has ended by itself with exit code {process.ExitCode}: {process.Tail()}"
        : null;

    /// <summary>It stands still.</summary>
    public void Freeze() => _process?.Signal(ChildProcess.SigStop);

    /// <summary>It goes on.</summary>
    public void Thaw() => _process?.Signal(ChildProcess.SigCont);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KillAsync();

    async Task<string?> GiveUpAsync(string? sentence)
    {
        await KillAsync();
        return sentence;
    }
}
