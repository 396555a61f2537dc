using Boom.Hosting;
using Boom.Testing;

namespace Boom.Cli.Bench.Services;

/// <summary>One running stage program.</summary>
internal sealed class StageProgram : IWatchedProcess, IAsyncDisposable
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    readonly ChildProcess _process;
    readonly HttpClient _http;

    StageProgram(ProgramKind kind, ChildProcess process, HttpClient http)
    {
        Kind = kind;
        _process = process;
        _http = http;
    }

    public ProgramKind Kind { get; }

    public string Name => Kind.Name;

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    public long ResidentBytes => _process.ResidentBytes;

    /// <summary>Starts it; answers when its metrics can be read.</summary>
    /// <exception cref="ExitException">It has ended.</exception>
    public static async Task<StageProgram> StartAsync(
        ProgramKind kind, IReadOnlyDictionary<string, string?> environment, string logFile, TimeProvider time, CancellationToken cancellationToken)
    {
        var port = FreePorts.Take(1)[0];
        var process = ChildProcess.StartStage(kind.Name, kind.Assembly, [FormattableString.Invariant($"--Http:Port={port}")], environment, logFile);
        var http = new HttpClient { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/")), Timeout = TimeSpan.FromSeconds(10) };
        var program = new StageProgram(kind, process, http);
        try
        {
            await program.UntilReadyAsync(time, cancellationToken);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its metrics now.</summary>
    /// <exception cref="ExitException">It has ended.</exception>
    public async Task<MetricsPage> ScrapeAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        try
        {
            return MetricsPage.Parse(await _http.GetStringAsync("metrics", cancellationToken));
        }
        catch (HttpRequestException)
        {
            ThrowIfEnded();
            throw;
        }
    }

    /// <summary>Throws when it has ended, with the last it said.</summary>
    public void ThrowIfEnded()
    {
        if (_process.HasExited)
            throw new ExitException(ExitCode.Missing, $"The {Name} has ended with exit code {_process.ExitCode}: {_process.Tail()}");
    }

    /// <summary>Has it end in order; kills it when it does not.</summary>
    public async Task StopAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            _process.Signal(ChildProcess.SigTerm);
            await _process.WaitAsync(StopLimit, CancellationToken.None);
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
    }

    async Task UntilReadyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            ThrowIfEnded();
            try
            {
                _ = await _http.GetStringAsync("metrics", cancellationToken);
                return;
            }
            catch (HttpRequestException) when (time.GetElapsedTime(started) < StartLimit)
            {
                await Task.Delay(Tick, time, cancellationToken);
            }
        }
    }
}
