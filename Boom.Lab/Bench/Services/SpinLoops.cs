using Boom.Hosting;
using Boom.Testing;

namespace Boom.Lab.Bench.Services;

/// <summary>
/// One loop of the lowest priority per core, so that no virtual processor goes idle: a program with many round trips then does not pay for
/// waking one at each reply.
/// </summary>
internal sealed class SpinLoops : IAsyncDisposable
{
    readonly List<ChildProcess> _loops = [];

    /// <exception cref="ExitException">This system has no <c>nice</c>.</exception>
    public static SpinLoops Start(string logFile)
    {
        var spin = new SpinLoops();
        for (var i = 0; i < Environment.ProcessorCount; i++)
            spin._loops.Add(ChildProcess.Start("spin loop", "nice", ["-n", "19", "sh", "-c", "while :; do :; done"], new Dictionary<string, string?>(), logFile));
        return spin;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops)
            await loop.DisposeAsync();
    }
}
