using Boom.Hosting;
using Boom.Testing;

namespace Boom.Lab.Bench.Services;

/// <summary>One running stage program.</summary>
internal sealed class StageProgram(ProgramKind kind, ChildProcess process, HttpClient http) : IAsyncDisposable
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    public ProgramKind Kind => kind;

    public TimeSpan ProcessorTime => process.ProcessorTime;

    public long ResidentBytes => process.ResidentBytes;

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

    /// <exception cref="ExitException">It has ended.</exception>
    public async Task<MetricsPage> ScrapeAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        try
        {
            return MetricsPage.Parse(await http.GetStringAsync("metrics", cancellationToken));
        }
        catch (HttpRequestException)
        {
            ThrowIfEnded();
            throw;
        }
    }

    /// <summary>Has it end in order; kills it when it does not.</summary>
    public async Task StopAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            process.Signal(ChildProcess.SigTerm);
            await process.WaitAsync(StopLimit, CancellationToken.None);
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        http.Dispose();
    }

    async Task UntilReadyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            ThrowIfEnded();
            try
            {
                _ = await http.GetStringAsync("metrics", cancellationToken);
                return;
            }
            catch (HttpRequestException) when (time.GetElapsedTime(started) < StartLimit)
            {
                await Task.Delay(Tick, time, cancellationToken);
            }
        }
    }

    void ThrowIfEnded()
    {
        if (process.HasExited)
            throw new ExitException(ExitCode.Missing, $"The {kind.Name} has ended with exit code {process.ExitCode}: {process.Tail()}");
    }
}
