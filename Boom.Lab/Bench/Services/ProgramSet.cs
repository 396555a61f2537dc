using Boom.Hosting;

namespace Boom.Lab.Bench.Services;

/// <summary>The stage programs of a round.</summary>
internal sealed class ProgramSet(IReadOnlyDictionary<string, string?> environment, string folder, TimeProvider time) : IAsyncDisposable
{
    const string CompiledMethods = "dotnet_jit_compiled_methods_total";
    const int SettledMethods = 10;

    static readonly TimeSpan SettleInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(15);

    readonly List<StageProgram> _programs = [];

    public IReadOnlyList<StageProgram> All => _programs;

    /// <exception cref="ExitException">One has ended.</exception>
    public async Task StartAsync(ProgramKind kind, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var log = Path.Combine(folder, FormattableString.Invariant($"{kind.Assembly}-{i}.log"));
            _programs.Add(await StageProgram.StartAsync(kind, environment, log, time, cancellationToken));
        }
    }

    /// <summary>
    /// Waits until hardly any code is compiled any more: programs that run for nights are compared, not their first seconds. Not for long, as some
    /// may go on.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (double before = -1; time.GetElapsedTime(started) < SettleLimit;)
        {
            var pages = await Task.WhenAll(_programs.Select(program => program.ScrapeAsync(cancellationToken)));
            var compiled = MetricsPage.Join(pages).Sum(CompiledMethods);
            if (compiled - before < SettledMethods)
                return;
            before = compiled;
            await Task.Delay(SettleInterval, time, cancellationToken);
        }
    }

    /// <summary>Has them all end in order, the first stage first.</summary>
    public async Task StopAsync()
    {
        for (var i = _programs.Count - 1; i >= 0; i--)
            await _programs[i].StopAsync();
        _programs.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        _programs.Clear();
    }
}
