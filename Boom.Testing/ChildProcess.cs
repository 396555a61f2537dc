using System.Diagnostics;
using System.Runtime.InteropServices;
using Boom.Hosting;

namespace Boom.Testing;

/// <summary>
/// A program that this one starts: a stage or a server. What it writes goes to a file; it is killed when it is disposed of and still lives.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Asks a program to end.</summary>
    public const int SigTerm = 15;

    /// <summary>Lets a program go on that was stopped by <see cref="SigStop"/>.</summary>
    public const int SigCont = 18;

    /// <summary>Makes a program stand still: its connections stay and answer nothing.</summary>
    public const int SigStop = 19;

    const int TailLines = 5;

    readonly Process _process;
    readonly Task _copying;
    readonly string _logFile;
    long _written;

    ChildProcess(Process process, string logFile)
    {
        _process = process;
        _logFile = logFile;
        _copying = CopyAsync();
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code; only after its end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Processor time it has used so far, user and system; what it had used at its end, afterwards.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Its resident memory now, bytes; 0 after its end.</summary>
    public long ResidentBytes
    {
        get
        {
            if (_process.HasExited)
                return 0;
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Whether it has written anything yet.</summary>
    public bool HasSpoken => Interlocked.Read(ref _written) > 0;

    /// <summary>Starts a stage program (<c>Boom.Consumer</c>, …), which is built into the folder of this one.</summary>
    public static ChildProcess StartStage(
        string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string logFile)
        => Start(name, "dotnet", [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. arguments], environment, logFile);

    /// <summary>Starts a program.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="file">Program, on the PATH or a path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are added to those of this process; a null value takes one away.</param>
    /// <param name="logFile">Where its output goes; added to what is there.</param>
    /// <exception cref="ExitException">It cannot be started.</exception>
    public static ChildProcess Start(
        string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string logFile)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new ChildProcess(process, logFile);
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new ExitException(Boom.Hosting.ExitCode.Missing, $"{name} cannot be started: {file}: {fault.Message}.");
        }
    }

    /// <summary>Sends a signal, by its number on Linux; nothing happens when the program has ended.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, signal);
    }

    /// <summary>Ends it as <c>kill -9</c> does, with what it has started.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _copying;
    }

    /// <summary>Waits for its end; answers whether it has ended within the limit.</summary>
    public async Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            await _copying.WaitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The last lines it wrote, for messages.</summary>
    public string Tail()
    {
        using var reader = new StreamReader(new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join(Environment.NewLine, reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(TailLines));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    async Task CopyAsync()
    {
        await using var log = new FileStream(_logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        using var turn = new SemaphoreSlim(1);
        await Task.WhenAll(CopyAsync(_process.StandardOutput.BaseStream, log, turn), CopyAsync(_process.StandardError.BaseStream, log, turn));
    }

    async Task CopyAsync(Stream from, FileStream log, SemaphoreSlim turn)
    {
        var buffer = new byte[8192];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            await turn.WaitAsync();
            try
            {
                await log.WriteAsync(buffer.AsMemory(0, read));
                await log.FlushAsync();
                Interlocked.Add(ref _written, read);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Kill(int pid, int signal);
}
