using System.Diagnostics;

namespace Boom.Tests.Faults;

/// <summary>The <c>boom</c> command as a process of its own.</summary>
sealed class BoomProcess : IDisposable
{
    readonly Process _process;
    readonly Task<string> _output;
    readonly Task<string> _errors;

    public BoomProcess(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="settings">Environment variables that it gets.</param>
    /// <param name="arguments">Command and options.</param>
    public BoomProcess(IReadOnlyDictionary<string, string> settings, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "boom.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // A server that is given to the tests is not meant for this process.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end; exit code, output and error output.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> WaitAsync(TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(cancellation.Token);
        return (_process.ExitCode, await _output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
