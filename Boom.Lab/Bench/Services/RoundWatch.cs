using Boom.Hosting;

namespace Boom.Lab.Bench.Services;

/// <summary>Watches stage programs, and servers of this machine, until they have done what there is to do.</summary>
/// <param name="warmUp">So many packets are for warming up.</param>
internal sealed class RoundWatch(IReadOnlyList<StageProgram> programs, IReadOnlyList<ServerProcess> servers, long warmUp, TimeProvider time)
{
    /// <summary>After so long without progress a round is given up.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The page of a program changes no oftener, nor does <see cref="ProcessedBy"/>.</summary>
    public static readonly TimeSpan ScrapeInterval = TimeSpan.FromMilliseconds(310);

    readonly Dictionary<string, ProgramLooks> _looks = [];
    readonly Dictionary<string, MetricsPage> _pages = [];

    public PaceSamples Pace { get; } = new();

    /// <summary>Looks by name of the program or server.</summary>
    public IReadOnlyDictionary<string, ProgramLooks> Looks => _looks;

    /// <summary>How many alerts the programs of a kind have processed, as they said at the last look.</summary>
    public long ProcessedBy(ProgramKind kind) => (long)kind.ProcessedOf(_pages.GetValueOrDefault(kind.Name, MetricsPage.Empty));

    /// <summary>Watches until <paramref name="count"/> are done.</summary>
    /// <param name="done">Says how many are.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <exception cref="ExitException">A program has ended, or nothing moves.</exception>
    public async Task RunAsync(Func<CancellationToken, ValueTask<long>> done, long count, TimeSpan interval, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var lastScrape = TimeSpan.MinValue;
        var lastRise = TimeSpan.Zero;
        while (true)
        {
            var now = time.GetElapsedTime(started);
            if (now - ScrapeInterval >= lastScrape)
            {
                lastScrape = now;
                await LookAsync(cancellationToken);
            }

            NoteMemory();
            var before = Pace.Done;
            var reached = await done(cancellationToken);
            now = time.GetElapsedTime(started);
            Pace.Add(now, reached);
            if (reached >= count)
                break;
            if (Pace.Done > before)
                lastRise = now;
            else if (now - lastRise > Patience)
                throw new ExitException(ExitCode.BadNews, $"Of {count} packets {reached} came through, and for {Patience.TotalSeconds} s no more: look at the servers.");
            await Task.Delay(interval, time, cancellationToken);
        }

        // Once more when the pages have changed, for what came last.
        await Task.Delay(ScrapeInterval, time, cancellationToken);
        await LookAsync(cancellationToken);
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers)
            LooksOf(server.Name).Add(new ProgramLook(Pace.Done, server.ProcessorTime, MetricsPage.Empty), Pace.Done < warmUp);
        foreach (var kind in programs.GroupBy(program => program.Kind))
        {
            var cpu = kind.Aggregate(TimeSpan.Zero, (sum, program) => sum + program.ProcessorTime);
            var page = MetricsPage.Join(await Task.WhenAll(kind.Select(program => program.ScrapeAsync(cancellationToken))));
            _pages[kind.Key.Name] = page;
            var look = new ProgramLook(kind.Key.ProcessedOf(page), cpu, page);
            LooksOf(kind.Key.Name).Add(look, look.Done < warmUp);
        }
    }

    void NoteMemory()
    {
        foreach (var program in programs)
            LooksOf(program.Kind.Name).NoteMemory(program.ResidentBytes);
        foreach (var server in servers)
            LooksOf(server.Name).NoteMemory(server.ResidentBytes);
    }

    ProgramLooks LooksOf(string name)
    {
        if (!_looks.TryGetValue(name, out var looks))
            _looks.Add(name, looks = new ProgramLooks());
        return looks;
    }
}
