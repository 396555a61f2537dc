using Boom.Testing;

namespace Boom.Lab.Drill;

/// <summary>One stage program of a drill.</summary>
/// <param name="name">Name and slot, e.g. <c>alert-worker-1</c>.</param>
/// <param name="start">Starts it: true for that of the earlier build.</param>
internal sealed class DrillProgram(string name, Func<bool, ChildProcess> start, TimeProvider time) : DrillProcess(name)
{
    /// <summary>A program that is asked to end does so within this, whatever its servers do: the files for deployment grant it 40 s.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    const int EndedBySigTerm = 128 + ChildProcess.SigTerm;

    readonly Lock _state = new();
    bool _isHeld, _isFrozen, _startsLater;

    /// <summary>It is started as that of the earlier build.</summary>
    public bool IsEarlier { get; set; }

    /// <summary>Starts it; one that is held starts when it is released.</summary>
    public void Start()
    {
        lock (_state)
        {
            if (_isHeld)
                _startsLater = true;
            else
                Process = start(IsEarlier);
        }
    }

    /// <summary>It stands still until it is released, whatever else happens to it meanwhile.</summary>
    public void Hold()
    {
        lock (_state)
        {
            _isHeld = true;
            base.Freeze();
        }
    }

    /// <summary>It goes on, unless it was frozen meanwhile.</summary>
    public void Release()
    {
        lock (_state)
        {
            (_isHeld, var starts) = (false, _startsLater);
            _startsLater = false;
            if (starts)
                Process = start(IsEarlier);
            else if (!_isFrozen)
                base.Thaw();
        }
    }

    public override void Freeze()
    {
        lock (_state)
        {
            _isFrozen = true;
            base.Freeze();
        }
    }

    public override void Thaw()
    {
        lock (_state)
        {
            _isFrozen = false;
            if (!_isHeld)
                base.Thaw();
        }
    }

    /// <summary>Asks it to end; a sentence when it does not do so in time and with exit code 0, else null.</summary>
    public async Task<string?> StopAsync(CancellationToken cancellationToken)
    {
        if (Process is not { } process)
            return null;
        var sentence = process.HasExited
            ? $"{Name} had ended by itself with exit code {process.ExitCode}: {process.Tail()}"
            : await StopAsync(process, cancellationToken);
        await KillAsync();
        return sentence;
    }

    /// <summary>A sentence when it has ended by itself, else null.</summary>
    public string? FindEnd() => Process is { HasExited: true } process
        ? $"{Name} has ended by itself with exit code {process.ExitCode}: {process.Tail()}"
        : null;

    async Task<string?> StopAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        process.Signal(ChildProcess.SigTerm);
        if (!await process.WaitAsync(LongestStop, cancellationToken))
            return FormattableString.Invariant($"{Name} has not ended {LongestStop.TotalSeconds} s after SIGTERM");
        // The runtime itself is not up in its first moments: a signal then ends the program as any other.
        return process.ExitCode == 0 || (process.ExitCode == EndedBySigTerm && !process.HasSpoken)
            ? null
            : FormattableString.Invariant(
                $"{Name} ended with exit code {process.ExitCode}, {time.GetElapsedTime(began).TotalSeconds:0.0} s after SIGTERM: {process.Tail()}");
    }
}
